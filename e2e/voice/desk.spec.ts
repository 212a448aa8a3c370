import { asteriskVersions } from '../../pbx/lab/tree';
import { card, control, stateMenu, takeSeat } from '../support/agent';
import { microphoneTone } from './support/microphone';
import { audioFrame, expect, runs, softphone, test, voiceKey, whyNoAsterisk } from './support/office';
import { hears } from './support/sound';

for (const version of asteriskVersions)
  test.describe(`the app as a telephone of Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    test.skip(!runs(version), whyNoAsterisk(version));
    test.use({ asterisk: version });

    test('first call', async ({ office, page }) => {
      const desk = await office.desk();
      await page.goto(desk.url);
      await page.getByRole('button', { name: '连接自己的平台' }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('textbox', { name: '名称' }).fill('有声平台');
      await form.getByRole('textbox', { name: '地址', exact: true }).fill(office.platform.address);
      await form.getByRole('textbox', { name: '接口密钥' }).fill(voiceKey);
      await form.getByRole('button', { name: /^软电话/ }).click();
      await form.getByRole('textbox', { name: 'WebSocket 地址' }).fill(office.address);
      await form.getByRole('textbox', { name: 'SIP 用户名' }).fill(softphone);
      await form.getByRole('textbox', { name: 'SIP 密码' }).fill(office.exchange.phoneSecret);
      await form.getByRole('button', { name: '保存', exact: true }).click();
      await expect(form).toBeHidden();
      await takeSeat(page, { agent: softphone, queues: ['90'] });
      await expect(page.getByRole('button', { name: /软电话就绪/ })).toBeVisible();
      const caller = office.people.callerRings({ from: '13800138000', to: { queue: '90' } });
      const call = card(page, /138 ?0013 ?8000/);
      await control(call, '接听').click();
      await expect.poll(() => caller.talksTo).toBe(softphone);
      const outside = office.people.outside.with('13800138000')!;
      await expect.poll(() => hears(audioFrame(page), outside.tone)).toBeGreaterThan(0.5);
      console.log(outside.hears(microphoneTone));
      await expect(stateMenu(page)).toContainText('通话');
    });
  });
