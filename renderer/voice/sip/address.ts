/** Longest texts of the contract. */
const numberLength = 120;
const nameLength = 200;

/** The other side of a call as its SIP headers say. */
export interface Party {
  readonly number: string;
  readonly name: string;
}

/** What a header's address has: hostile text, cut to the contract's length, control characters taken out. */
export function partyOf(header: {
  readonly display_name?: string | undefined;
  readonly uri: { readonly user?: string | undefined };
}): Party {
  return {
    number: plain(decoded(header.uri.user ?? ''), numberLength),
    name: plain(header.display_name ?? '', nameLength),
  };
}

/** User parts are percent-encoded (RFC 3261 §19.1.2); one that is not well formed is taken as it came. */
function decoded(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

const plain = (text: string, length: number): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, length);

/**
 * The address of a number at the account's own exchange, or null when the text is no number: digits and signs of a dial
 * pad only, because anything else would let a number reach another host.
 */
export function addressOf(number: string, account: string): string | null {
  const host = /^sips?:[^@]+@([^;?]+)/.exec(account)?.[1];
  const dialled = number.replace(/[\s().-]/g, '');
  if (host === undefined || !/^[+*0-9A-Za-z][*#0-9A-Za-z_]{0,63}$|^#[*#0-9]{0,63}$/.test(dialled)) return null;
  // `#` begins no user part as it is (RFC 3261 §25.1).
  return `sip:${dialled.replaceAll('#', '%23')}@${host}`;
}
