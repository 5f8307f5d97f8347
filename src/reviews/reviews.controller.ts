import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  assignmentParam,
  nothingSchema,
  requestReviewsSchema,
  reviewSchema,
  writeReviewSchema,
  type WriteReview,
} from './reviews.schemas.js';
import { Reviews } from './reviews.service.js';

@Controller()
export class ReviewsController {
  constructor(private readonly reviews: Reviews) {}

  @Put('assignments/:id/review')
  @Allow('review.write')
  @Returns(
    reviewSchema,
    'Saves your review as far as it is; If-Match is needed from the second time on.',
  )
  write(
    @Who() who: Principal,
    @Param('id', { schema: assignmentParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: writeReviewSchema }) body: WriteReview,
  ) {
    return this.reviews.write(who, id, body, version);
  }

  @Post('assignments/:id/review/submit')
  @Allow('review.write')
  @Returns(reviewSchema, 'Submits your review.')
  submit(
    @Who() who: Principal,
    @Param('id', { schema: assignmentParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.reviews.submit(who, id, version);
  }

  @Get('requests/:id/reviews')
  @Allow('review.read')
  @Returns(requestReviewsSchema, 'The reviews of a request, as far as you may know them.')
  ofRequest(@Who() who: Principal, @Param('id', { schema: assignmentParam }) id: string) {
    return this.reviews.ofRequest(who, id);
  }
}
