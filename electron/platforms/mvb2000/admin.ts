import SparkMD5 from 'spark-md5';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { PostedForm } from '../driver';

/** Pages of the platform that the document shows behind the integrated login (WEBCTI2 chapter 5). */
export const adminPages = {
  home: 'admin/config.php',
  menus: 'admin/config.php?type=setup&display=ivr',
  tools: 'admin/config.php?type=tool',
  reports: 'admin/reports.php',
} as const;
export type AdminPage = keyof typeof adminPages;

export interface AdminAccount {
  readonly frienduser: string;
  /** The password as a person types it; the form carries its lower-case hex MD5. */
  readonly friendpass: string;
}

/** The form that signs a browser in. `not-supported` without an account. Nothing is asked of the platform here. */
export function adminForm(
  base: string,
  webkey: string,
  { frienduser, friendpass }: AdminAccount,
  page: AdminPage,
): Result<PostedForm> {
  if (frienduser === '') {
    return fail(
      appError('not-supported', 'the profile has no account of the admin page', { tried: 'integratedlogin' }),
    );
  }
  const fields = { webkey, frienduser, friendpass: SparkMD5.hash(friendpass) };
  return ok({ url: `${base}/${adminPages[page]}`, fields });
}
