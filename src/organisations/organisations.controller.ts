import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import { OrganisationPeople } from './organisation-people.service.js';
import {
  changeOrganisationSchema,
  changeRoleSchema,
  createOrganisationSchema,
  idParam,
  organisationListSchema,
  organisationPeopleListSchema,
  organisationPeopleQuery,
  organisationPersonSchema,
  organisationSchema,
  organisationsQuery,
  type ChangeOrganisation,
  type ChangeRole,
  type CreateOrganisation,
  type OrganisationPeopleQuery,
  type OrganisationsQuery,
} from './organisations.schemas.js';
import { Organisations } from './organisations.service.js';

@Controller('organisations')
export class OrganisationsController {
  constructor(
    private readonly organisations: Organisations,
    private readonly people: OrganisationPeople,
  ) {}

  @Get()
  @Allow('organisation.read')
  @Returns(organisationListSchema, 'One’s own organisations; all of them for officers.')
  list(@Who() who: Principal, @Query({ schema: organisationsQuery }) query: OrganisationsQuery) {
    return this.organisations.list(who, query);
  }

  @Post()
  @Allow('organisation.create')
  @Returns(
    organisationSchema,
    'Registers an organisation and makes its sender the representative.',
    {
      status: 201,
      location: '/organisations/:id',
    },
  )
  create(
    @Who() who: Principal,
    @Body({ schema: createOrganisationSchema }) body: CreateOrganisation,
  ) {
    return this.organisations.create(who, body);
  }

  @Get(':id')
  @Allow('organisation.read')
  @Returns(organisationSchema, 'An organisation with its identifiers and how its class follows.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.organisations.one(who, id);
  }

  @Patch(':id')
  @Allow('organisation.edit')
  @Returns(
    organisationSchema,
    'Changes an organisation; its class and identifiers are checked anew.',
  )
  change(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changeOrganisationSchema }) body: ChangeOrganisation,
  ) {
    return this.organisations.change(who, id, version, body);
  }

  @Get(':id/people')
  @Allow('organisation.read')
  @Returns(organisationPeopleListSchema, 'Who belongs to the organisation, and in which role.')
  listPeople(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Query({ schema: organisationPeopleQuery }) query: OrganisationPeopleQuery,
  ) {
    return this.people.list(who, id, query);
  }

  @Get(':id/people/:personId')
  @Allow('organisation.read')
  @Returns(organisationPersonSchema, 'Somebody’s role in the organisation.')
  onePerson(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Param('personId', { schema: idParam }) personId: string,
  ) {
    return this.people.one(who, id, personId);
  }

  @Patch(':id/people/:personId')
  @Allow('organisation.people')
  @Returns(organisationPersonSchema, 'Gives somebody another role in the organisation.')
  changePerson(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Param('personId', { schema: idParam }) personId: string,
    @IfMatch() version: number,
    @Body({ schema: changeRoleSchema }) body: ChangeRole,
  ) {
    return this.people.change(who, id, personId, version, body);
  }

  @Delete(':id/people/:personId')
  @Allow('organisation.leave')
  @Returns(null, 'Takes somebody out of the organisation, or leaves it oneself.')
  removePerson(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Param('personId', { schema: idParam }) personId: string,
    @IfMatch() version: number,
  ) {
    return this.people.remove(who, id, personId, version);
  }
}
