import { Module } from '@nestjs/common';
import { RankingController } from './ranking.controller.js';
import { Ranking } from './ranking.service.js';

@Module({ controllers: [RankingController], providers: [Ranking], exports: [Ranking] })
export class RankingModule {}
