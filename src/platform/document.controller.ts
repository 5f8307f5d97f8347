import { Controller, Get } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator.js';
import { routeTable } from './http.js';
import { openApiDocument } from './openapi.js';
import { Returns } from './route.decorator.js';

/** The OpenAPI document, written once from the running routes. */
@Controller()
export class DocumentController {
  private document: object | null = null;

  constructor(private readonly modules: ModuleRef) {}

  @Get('api/openapi.json')
  @Allow('public')
  @Returns(z.looseObject({ openapi: z.string() }), 'This document.')
  read() {
    this.document ??= openApiDocument(
      routeTable({ get: (token: never) => this.modules.get(token, { strict: false }) } as never)
        .routes,
    );
    return this.document;
  }
}
