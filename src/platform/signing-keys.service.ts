import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { system } from '../access/principal.js';
import { ed25519KeyPair, ed25519Sign } from '../kernel/hash.js';
import { newId } from '../kernel/random.js';
import { Database } from './database.service.js';
import { seal, unseal } from './sealed-box.js';

interface KeyRow {
  public_key: string;
  private_key_sealed: Buffer;
}

interface PublishedKey {
  publicKey: string;
  createdAt: Date;
  retiredAt: Date | null;
}

/** The portal's Ed25519 key: made at first use, its private half sealed with APP_SECRET. */
@Injectable()
export class SigningKeys {
  private current: { publicKey: string; privateKey: Uint8Array } | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** Signs a text; gives the signature and the public key that checks it, both as hex. */
  async sign(text: string): Promise<{ signature: string; publicKey: string }> {
    const { publicKey, privateKey } = await this.key();
    return { signature: ed25519Sign(text, privateKey), publicKey };
  }

  /** The public half of the key that signs now, as hex. */
  async publicKey(): Promise<string> {
    return (await this.key()).publicKey;
  }

  /** Every public key the portal ever signed with, the present one first. */
  async published(): Promise<string[]> {
    return (await this.list()).map(({ publicKey }) => publicKey);
  }

  /** The same with their times, for whoever compares a signature years later. */
  async list(): Promise<PublishedKey[]> {
    await this.key();
    return await this.database.manager.query<PublishedKey[]>(
      `SELECT public_key AS "publicKey", created_at AS "createdAt", retired_at AS "retiredAt"
         FROM signing_key ORDER BY retired_at DESC NULLS FIRST, created_at DESC`,
    );
  }

  private async key() {
    this.current ??= await this.database.inTransaction(system('signing-key'), async (manager) => {
      const select = `SELECT public_key, private_key_sealed FROM signing_key WHERE retired_at IS NULL`;
      const [found] = await manager.query<KeyRow[]>(select);
      if (found) return this.open(found);
      const fresh = ed25519KeyPair();
      await manager.query(
        `INSERT INTO signing_key (id, public_key, private_key_sealed) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING`,
        [newId(), fresh.publicKey, seal(this.config.APP_SECRET, 'signing-key', fresh.privateKey)],
      );
      const [stored] = await manager.query<KeyRow[]>(select);
      if (!stored) throw new Error('The signing key could not be stored.');
      return this.open(stored);
    });
    return this.current;
  }

  private open(row: KeyRow) {
    const privateKey = unseal(this.config.APP_SECRET, 'signing-key', row.private_key_sealed);
    return { publicKey: row.public_key, privateKey: new Uint8Array(privateKey) };
  }
}
