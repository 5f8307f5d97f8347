import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Whether the process is going down. Readiness turns first, so that balancers stop sending. */
@Injectable()
export class Lifecycle implements OnModuleDestroy {
  stopping = false;

  onModuleDestroy(): void {
    this.stopping = true;
  }
}
