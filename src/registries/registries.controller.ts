import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import { Duplicates } from './duplicates.service.js';
import { IdentifierChecks } from './identifier-checks.service.js';
import type { RegistryKind } from './registries.rules.js';
import {
  decideMismatchSchema,
  duplicatesSchema,
  identifierChecksSchema,
  idParam,
  nothingSchema,
  ownershipSuggestionsSchema,
  registryKindParam,
  type DecideMismatch,
} from './registries.schemas.js';

@Controller('organisations/:id')
export class RegistriesController {
  constructor(
    private readonly checks: IdentifierChecks,
    private readonly duplicates: Duplicates,
  ) {}

  @Get('identifiers')
  @Allow('organisation.read')
  @Returns(identifierChecksSchema, 'What registries say about the identifiers of an organisation.')
  identifiers(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.checks.view(who, id);
  }

  @Post('identifiers/check')
  @Allow('identifier.check')
  @Returns(identifierChecksSchema, 'Has the registries asked anew; their answers come as news.')
  check(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.checks.ask(who, id);
  }

  @Post('identifiers/:kind/decide')
  @Allow('identifier.decide')
  @Returns(
    identifierChecksSchema,
    'Accepts a difference from a registry, or refuses the identifier.',
  )
  decide(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Param('kind', { schema: registryKindParam }) kind: RegistryKind,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: decideMismatchSchema }) body: DecideMismatch,
  ) {
    return this.checks.decide(who, id, kind, version, body);
  }

  @Get('duplicates')
  @Allow('duplicate.read')
  @Returns(duplicatesSchema, 'Organisations that may be the same, and who claimed its identifiers.')
  duplicatesOf(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.duplicates.of(who, id);
  }

  @Get('ownership-suggestions')
  @Allow('organisation.read')
  @Returns(ownershipSuggestionsSchema, 'Parents by GLEIF, to be added to the ownership graph.')
  suggestions(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.duplicates.parentsOf(who, id);
  }
}
