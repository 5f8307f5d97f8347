import { Module } from '@nestjs/common';
import { AssignmentsController } from './assignments.controller.js';
import { Assignments } from './assignments.service.js';
import { ReviewsController } from './reviews.controller.js';
import { ReviewsJobs } from './reviews.jobs.js';
import { Reviews } from './reviews.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { reviewsData } from './reviews-data.queries.js';

@Module({
  controllers: [AssignmentsController, ReviewsController],
  providers: [Assignments, Reviews, ReviewsJobs, { provide: PERSON_DATA, useValue: reviewsData }],
  exports: [Assignments, Reviews],
})
export class ReviewsModule {}
