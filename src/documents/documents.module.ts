import { Module } from '@nestjs/common';
import { DocumentsJobs } from './documents.jobs.js';
import { Documents } from './documents.service.js';

@Module({ providers: [Documents, DocumentsJobs], exports: [Documents] })
export class DocumentsModule {}
