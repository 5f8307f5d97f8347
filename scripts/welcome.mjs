const classes = { large: 'large firm', sme: 'SME', science: 'science' };

const about = (totpSecret, organisation) =>
  organisation
    ? `of ${organisation.name} (${classes[organisation.class]})`
    : totpSecret
      ? `code from ${totpSecret}`
      : '';

/** What the demo tells a person who has just started it. */
export function welcome(url, users) {
  const width = Math.max(...users.map(({ role }) => role.length));
  const emails = Math.max(...users.map(({ email }) => email.length));
  const lines = users.map(({ role, email, totpSecret, organisation }) =>
    `    ${role.padEnd(width)}  ${email.padEnd(emails)}  ${about(totpSecret, organisation)}`.trimEnd(),
  );
  return `
  The portal is open:   ${url}

  Sign in at ${url}/app/login
  Everybody's password: ${users[0].password}

${lines.join('\n')}

  A "code from …" is a second factor: put the secret into an authenticator app,
  or print the present code with   npm run --silent cli -- totp <secret>

  What to look at
    1. ${url}/en            who joined, what was pledged, who got what
    2. the last round, from there    every line with its reason, and the proof
    3. as the applicant              "My requests", and "Why did I get this?"
    4. as chair, then as officer     the round that waits to be run, approved and published
    5. ${url}/api/docs      the whole API

  All organisations with figures or decisions are made up. Stop with Ctrl-C.`;
}
