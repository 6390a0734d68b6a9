// Tokens as an application's backend makes them, and as an attacker would.
import { createHmac, createSign } from 'node:crypto';

const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const HASH = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/** A JWT (RFC 7519) with the claims given, valid for an hour unless they say otherwise. */
export function mint(claims, secret, { alg = 'HS256', header = {} } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const signed = `${encode({ alg, typ: 'JWT', ...header })}.${encode({ exp: now + 3600, ...claims })}`;
  return `${signed}.${signature(signed, alg, secret)}`;
}

function signature(signed, alg, secret) {
  if (alg in HASH) return createHmac(HASH[alg], secret).update(signed).digest('base64url');
  if (alg === 'RS256') return createSign('sha256').update(signed).sign(secret, 'base64url');
  if (alg === 'ES256') return createSign('sha256').update(signed).sign({ key: secret, dsaEncoding: 'ieee-p1363' }, 'base64url');
  return '';
}

/** Every token that must be refused, by what is wrong with it. */
export function badTokens({ workspaceKey: iss, workspaceSecret: secret }) {
  const now = Math.floor(Date.now() / 1000);
  const good = { id: 'ada', iss };
  const [header, body] = mint(good, secret).split('.');
  return {
    'expired': mint({ ...good, exp: now - 120 }, secret),
    'without an expiry': mint({ ...good, exp: undefined }, secret),
    'valid only later': mint({ ...good, nbf: now + 600 }, secret),
    'with another key': mint(good, 'f'.repeat(64)),
    'with an empty key': mint(good, ''),
    'of another workspace': mint({ ...good, iss: 'f'.repeat(24) }, secret),
    'with a tampered body': `${header}.${encode({ ...JSON.parse(Buffer.from(body, 'base64url')), id: 'grace' })}.${mint(good, secret).split('.')[2]}`,
    'unsigned, alg none': mint(good, secret, { alg: 'none' }),
    'unsigned, alg NoNe': mint(good, secret, { alg: 'NoNe' }),
    'an algorithm that nobody registered a key for': mint(good, secret, { alg: 'HS256', header: { alg: 'RS256' } }),
    'without a signature': `${header}.${body}.`,
    'not a token at all': 'eyJhbGciOiJIUzI1NiJ9.e30.x',
    'for nobody': mint({ iss }, secret),
  };
}
