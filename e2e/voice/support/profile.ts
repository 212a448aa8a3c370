import type { Page } from '@playwright/test';

/** A platform with a voice, as a person types it. */
export interface VoiceProfile {
  readonly platform: { readonly address: string; readonly key: string };
  /** `ws://…` */
  readonly address: string;
  readonly user: string;
  readonly password: string;
}

/** Saves it on the page of the sign-in, where it is chosen then. */
export async function saveVoiceProfile(page: Page, profile: VoiceProfile): Promise<void> {
  // The page moves once when the lists have come.
  await page.getByRole('checkbox').first().waitFor();
  await page.getByRole('button', { name: '连接自己的平台' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: '名称' }).fill('有声平台');
  await form.getByRole('textbox', { name: '地址', exact: true }).fill(profile.platform.address);
  await form.getByRole('textbox', { name: '接口密钥' }).fill(profile.platform.key);
  await form.getByRole('button', { name: /^软电话/ }).click();
  await form.getByRole('textbox', { name: 'WebSocket 地址' }).fill(profile.address);
  await form.getByRole('textbox', { name: 'SIP 用户名' }).fill(profile.user);
  await form.getByRole('textbox', { name: 'SIP 密码' }).fill(profile.password);
  await form.getByRole('button', { name: '保存', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^有声平台/, pressed: true }).waitFor();
}
