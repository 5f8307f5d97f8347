import { generateSync } from 'otplib';

/** `cli totp <secret>`: the present code of a second factor, for the demo's accounts. */
export async function run([secret = '']: string[]): Promise<number> {
  try {
    process.stdout.write(`${generateSync({ secret })}\n`);
    return 0;
  } catch {
    process.stderr.write('Usage: cli totp <secret>   (base32, as the demo prints it)\n');
    return 2;
  }
}
