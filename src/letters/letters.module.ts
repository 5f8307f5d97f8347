import { Module } from '@nestjs/common';
import { LettersController } from './letters.controller.js';
import { Letters } from './letters.service.js';

@Module({ controllers: [LettersController], providers: [Letters], exports: [Letters] })
export class LettersModule {}
