import { Module } from '@nestjs/common';
import { AssignmentsController } from './assignments.controller.js';
import { Assignments } from './assignments.service.js';
import { ReviewsController } from './reviews.controller.js';
import { ReviewsJobs } from './reviews.jobs.js';
import { Reviews } from './reviews.service.js';

@Module({
  controllers: [AssignmentsController, ReviewsController],
  providers: [Assignments, Reviews, ReviewsJobs],
  exports: [Assignments, Reviews],
})
export class ReviewsModule {}
