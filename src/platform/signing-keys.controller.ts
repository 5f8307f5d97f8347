import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator.js';
import { instant } from './fields.schemas.js';
import { Returns } from './route.decorator.js';
import { SigningKeys } from './signing-keys.service.js';

const signingKeysSchema = z.object({
  items: z.array(
    z.object({
      publicKey: z.string().describe('Ed25519, hex.'),
      createdAt: instant,
      retiredAt: instant.nullable().describe('Null for the key that signs now.'),
    }),
  ),
});

/** The keys by which certificates, credentials and audit heads are checked. */
@Controller('public/signing-keys')
export class SigningKeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  @Allow('public')
  @Returns(signingKeysSchema, 'Every key the portal signs or has signed with.')
  async list() {
    return { items: await this.keys.list() };
  }
}
