import { Controller, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import {
  documentListSchema,
  documentSchema,
  uploadQuery,
  type UploadQuery,
} from '../documents/documents.schemas.js';
import { idParam } from '../organisations/organisations.schemas.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import { Upload, type IncomingUpload } from '../platform/uploads.js';
import { ApplicationDocuments } from './application-documents.service.js';

@Controller('membership-applications/:id/documents')
export class ApplicationDocumentsController {
  constructor(private readonly documents: ApplicationDocuments) {}

  @Get()
  @Allow('document.read')
  @Returns(documentListSchema, 'What was handed in with the application, and what may be.')
  list(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.documents.list(who, id);
  }

  @Post()
  @Allow('membership.draft')
  @Returns(documentSchema, 'Adds a PDF, PNG or JPEG of at most 20 MB to an open application.', {
    status: 201,
    location: '/membership-applications/:subjectId/documents/:id',
    upload: true,
  })
  add(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Query({ schema: uploadQuery }) query: UploadQuery,
    @Upload() file: IncomingUpload,
  ) {
    return this.documents.add(who, id, query, file);
  }

  @Get(':documentId')
  @Allow('document.read')
  @Returns(documentSchema, 'What is known of a document.')
  one(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Param('documentId', { schema: idParam }) documentId: string,
  ) {
    return this.documents.one(who, id, documentId);
  }

  @Get(':documentId/content')
  @Allow('document.read')
  @Returns(null, 'The file, to be saved.', { status: 200, contentType: 'application/octet-stream' })
  async content(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Param('documentId', { schema: idParam }) documentId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { headers, content } = await this.documents.open(who, id, documentId);
    void reply.headers(headers);
    return content;
  }

  @Delete(':documentId')
  @Allow('membership.draft')
  @Returns(null, 'Removes a document from an application that can still be changed.')
  remove(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Param('documentId', { schema: idParam }) documentId: string,
    @IfMatch() version: number,
  ) {
    return this.documents.remove(who, id, documentId, version);
  }
}
