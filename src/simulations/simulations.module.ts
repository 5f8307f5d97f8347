import { Module } from '@nestjs/common';
import { AllocationModule } from '../allocation/allocation.module.js';
import { SimulationBases } from './simulation-bases.service.js';
import { SimulationsController } from './simulations.controller.js';
import { Simulations } from './simulations.service.js';

@Module({
  imports: [AllocationModule],
  controllers: [SimulationsController],
  providers: [SimulationBases, Simulations],
})
export class SimulationsModule {}
