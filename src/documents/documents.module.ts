import { Module } from '@nestjs/common';
import { DocumentsJobs } from './documents.jobs.js';
import { Documents } from './documents.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { documentsData } from './documents-data.queries.js';

@Module({
  providers: [Documents, DocumentsJobs, { provide: PERSON_DATA, useValue: documentsData }],
  exports: [Documents],
})
export class DocumentsModule {}
