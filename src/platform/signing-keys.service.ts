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
