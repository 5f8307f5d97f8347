import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { NewsController } from './news.controller.js';
import { NewsStreams } from './news-streams.service.js';

@Module({
  imports: [SessionsModule],
  controllers: [NewsController],
  providers: [NewsStreams],
})
export class NewsModule {}
