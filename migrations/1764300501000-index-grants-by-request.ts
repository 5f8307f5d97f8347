import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a request has a grant, whatever became of it: asked for every line of a published round. */
export class IndexGrantsByRequest1764300501000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX grants_request ON grants (request_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX grants_request`);
  }
}
