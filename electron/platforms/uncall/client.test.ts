import { describe, expect, it } from 'vitest';
import type { AppError, Result } from '../../../shared/domain/result';
import { operationNames } from '../../../shared/uncall';
import { printAnswer, printRefusal } from '../../../shared/uncall/print';
import { FakeClock } from '../mvb2000/testing/clock';
import { body, type FakeHttp, fakeHttp, testEffects } from '../mvb2000/testing/effects';
import type { HttpResponse } from '../wire/http';
import { createUncallClient } from './client';
import { fault, operationIn, partsIn, service, status, wrapped, wsdl } from './testing/answers';

const world = wrapped('UncallWorld', printAnswer('UncallWorld', [{ Response: 'UncallWorld:seatline' }]));
const done = wrapped('hangUp', printAnswer('hangUp', [{ Response: 'success', Message: 'Authentication accepted' }]));
const call = wrapped('popEvent', printAnswer('popEvent', [{ calla: '1', callb: '801', uid: '1421960697.190' }]));

function clientOf(http: FakeHttp, address = 'http://10.0.0.9', clock = new FakeClock(0)) {
  const effects = testEffects(clock, http);
  return { client: createUncallClient({ address, pin: '' }, effects), effects, clock };
}
const errorOf = (result: Result<unknown>): Partial<AppError> | null =>
  result.ok ? null : { code: result.error.code, ...(result.error.params ? { params: result.error.params } : {}) };
const asked = (http: FakeHttp) =>
  http.requests.map(
    ({ method, url, body: sent }) => `${method} ${url}${sent ? ` ${operationIn({ body: sent } as never)}` : ''}`,
  );
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('finding the service', () => {
  it('takes names, order, namespace and action from the WSDL, and its path on the host that was named', async () => {
    const http = service(
      () => done,
      wsdl({
        location: 'http://192.168.160.211:8080/uncall_api/service.php?v=3',
        namespace: 'urn:Uncall2',
        operations: { OnClickCall: ['strtotel', 'STRACTIONID', 'strExten'], HangUp: ['arg0'] },
      }),
    );
    const { client } = clientOf(http);
    await client.OnClickCall({ strExten: '801', strToTel: '138' });
    await client.hangUp({ strAgent: '801' });
    const [, first, second] = http.requests;
    expect([
      asked(http),
      first?.headers.soapaction,
      partsIn(first!),
      second?.headers.soapaction,
      partsIn(second!),
    ]).toEqual([
      [
        'GET http://10.0.0.9/uncall_api/index.php?wsdl',
        'POST http://10.0.0.9/uncall_api/service.php?v=3 OnClickCall',
        'POST http://10.0.0.9/uncall_api/service.php?v=3 HangUp',
      ],
      '"urn:Uncall2#OnClickCallAction"',
      [
        ['strtotel', '138'],
        ['STRACTIONID', ''],
        ['strExten', '801'],
      ],
      '"urn:Uncall2#HangUpAction"',
      [['arg0', '801']],
    ]);
    expect(String(first?.body)).toContain('xmlns:ns1="urn:Uncall2" SOAP-ENV:encodingStyle');
  });

  it('keeps the prefix of a proxy that the service does not know of, and a prefix that it knows', async () => {
    const sent = [];
    for (const path of ['/uncall_api/index.php', '/pbx/uncall_api/soap.php']) {
      const http = service(() => done, wsdl({ location: `http://127.0.0.1${path}` }));
      await clientOf(http, 'https://office.example/pbx').client.hangUp({ strAgent: '801' });
      sent.push(http.requests[1]?.url);
    }
    expect(sent).toEqual([
      'https://office.example/pbx/uncall_api/index.php',
      'https://office.example/pbx/uncall_api/soap.php',
    ]);
  });

  it('says no types where the WSDL wants literal parts', async () => {
    const http = service(() => done, wsdl({ use: 'literal' }));
    await clientOf(http).client.hangUp({ strAgent: '801' });
    expect(/<strAgent>801<\/strAgent>/.test(String(http.requests[1]?.body))).toBe(true);
  });

  it('tries the older folder, and then echoes until one answers, and sends no command before', async () => {
    const http = fakeHttp(({ method, url, body: sent }): HttpResponse => {
      if (method === 'GET') return url.includes('uncall_lib') ? body('<html>no wsdl</html>') : status(404);
      if (!url.endsWith('/uncall_lib/'))
        return url.includes('uncall_lib') ? status(500, 'PHP Fatal error') : status(404);
      return body(operationIn({ body: sent } as never) === 'UncallWorld' ? world : done);
    });
    const { client } = clientOf(http);
    const answer = await client.hangUp({ strAgent: '801' });
    const again = await client.hangUp({ strAgent: '801' });
    expect([answer.ok, again.ok, asked(http)]).toEqual([
      true,
      true,
      [
        'GET http://10.0.0.9/uncall_api/index.php?wsdl',
        'GET http://10.0.0.9/uncall_lib/index.php?wsdl',
        'POST http://10.0.0.9/uncall_api/index.php UncallWorld',
        'POST http://10.0.0.9/uncall_api/ UncallWorld',
        'POST http://10.0.0.9/uncall_lib/index.php UncallWorld',
        'POST http://10.0.0.9/uncall_lib/ UncallWorld',
        'POST http://10.0.0.9/uncall_lib/ hangUp',
        'POST http://10.0.0.9/uncall_lib/ hangUp',
      ],
    ]);
    expect([http.requests[6]?.headers.soapaction, http.requests[6]?.body]).toEqual([
      '"urn:Uncall#hangUp"',
      expect.stringContaining(
        'xmlns:ns1="urn:Uncall" SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body><ns1:hangUp><strAgent xsi:type="xsd:string">801</strAgent></ns1:hangUp></SOAP-ENV:Body>',
      ),
    ]);
  });

  it('ends the search at once when the platform cannot be reached, and searches anew with the next call', async () => {
    let up = false;
    const http = fakeHttp(({ method }) => {
      if (!up) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      return body(method === 'GET' ? wsdl() : done);
    });
    const { client, clock } = clientOf(http);
    const first = client.hangUp({ strAgent: '801' });
    // The description may be asked for again; three times in all.
    for (let turn = 0; turn < 3; turn++) {
      await settle();
      clock.pass(1_000);
    }
    const failed = await first;
    up = true;
    expect([errorOf(failed), (await client.hangUp({ strAgent: '801' })).ok, asked(http).length]).toEqual([
      { code: 'unreachable', params: { reason: 'ECONNREFUSED' } },
      true,
      5,
    ]);
  });

  it('says what the last place said where there is no such service at all', async () => {
    const http = fakeHttp(() => body('<html><body><h1>It works!</h1> 13800138000</body></html>'));
    expect(errorOf(await clientOf(http).client.popEvent({ strExten: '801' }))).toEqual({
      code: 'not-understood',
      params: { bytes: 56, sample: '<html><body><h1>It works!</h1> *********00</body></html>' },
    });
  });

  it('is done once for all who wait, and again after a 404', async () => {
    let gone = false;
    const http = service(() => (gone ? status(404) : call));
    const { client } = clientOf(http);
    await Promise.all([1, 2, 3].map(() => client.popEvent({ strExten: '801' })));
    gone = true;
    const lost = await client.popEvent({ strExten: '801' });
    gone = false;
    await client.popEvent({ strExten: '801' });
    expect([errorOf(lost), asked(http).filter((line) => line.startsWith('GET')).length]).toEqual([
      { code: 'http', params: { status: 404 } },
      2,
    ]);
  });

  it('reads the base of the platform from whatever was pasted', async () => {
    const bases = [];
    for (const address of [
      'http://h/uncall_api/index.php?wsdl',
      'http://h/uncall_api/',
      'http://h/uncall_lib',
      ' http://h/ ',
      'https://h:8443/sub/uncall_api/index.php',
    ]) {
      const http = service(() => done);
      await clientOf(http, address).client.hangUp({ strAgent: '801' });
      bases.push(http.requests[0]?.url);
    }
    expect(bases).toEqual([
      ...Array.from({ length: 4 }, () => 'http://h/uncall_api/index.php?wsdl'),
      'https://h:8443/sub/uncall_api/index.php?wsdl',
    ]);
  });
});

describe('the arguments', () => {
  const described = wsdl({ operations: Object.fromEntries(operationNames.map((name) => [name, []])) });

  it('all travel, in the order of the signature, with the defaults of what was left out', async () => {
    const http = service(() => done, described);
    await clientOf(http).client.addIvrTask({
      call_max: 10,
      task_name: ' 新任务 & <"1"> ',
      create_users: '801',
      incoming_ivr_values: '127000',
      task_out_line: 'sip/test/',
    });
    expect(partsIn(http.requests[1]!)).toEqual([
      ['create_users', '801'],
      ['task_name', '新任务 &amp; &lt;&quot;1&quot;&gt;'],
      ['task_out_line', 'sip/test/'],
      ['incoming_ivr_values', '127000'],
      ['call_max', '10'],
      ['task_callerid', '0'],
      ['start_time', ''],
      ['end_time', ''],
      ['recording_files', '0'],
    ]);
  });

  it('are refused before anything is sent when they cannot be right', async () => {
    const http = service(() => done, described);
    const { client } = clientOf(http);
    const task = {
      create_users: '801',
      task_name: 'a',
      task_out_line: 'x',
      incoming_queue_values: '1',
      call_max: 1,
    } as const;
    const queue = { ...task, task_cortrol_type: 'g', task_override: 1 } as const;
    const results = [
      await client.popEvent({ strExten: ' ' }),
      await client.call('popEvent', {} as never),
      await client.call('popEvent', { strExten: '801', extra: '1' } as never),
      await client.OnClickCall({ strExten: '801', strToTel: '138\u0000' }),
      await client.UncallWorld({ text: 'x'.repeat(64_001) }),
      await client.addQueueTask({ ...queue, start_time: '9:00' }),
      await client.addQueueTask({ ...queue, end_time: '24:00' }),
      await client.addQueueTask({ ...queue, call_max: '1.5' }),
      await client.addQueueTask({ ...queue, task_override: 0 }),
      await client.addQueueTask({ ...queue, task_cortrol_type: 'ai' as never }),
      await client.updateTask({ id: 1, task_status: 'finish' as never }),
      await client.delTask({ id: 'o_task_run_1' }),
      await client.addPhoneToTask({ TaskID: '494', Phones: '1' }),
      await client.addPhoneToTask({ TaskID: 'o_task_run_494', Phones: '1,,2' }),
      await client.addPhoneToTask({ TaskID: 'o_task_run_494', Phones: `1'; drop` }),
      await client.addPhoneToTask({
        TaskID: 'o_task_run_494',
        Phones: Array.from({ length: 2_001 }, () => '1').join(','),
      }),
    ];
    const invalid = (name: string) => ({ code: 'invalid-input', params: { name } });
    expect([results.map(errorOf), http.requests]).toEqual([
      [
        { code: 'parameter-missing', params: { name: 'strExten' } },
        { code: 'parameter-missing', params: { name: 'strExten' } },
        invalid('extra'),
        invalid('strToTel'),
        invalid('text'),
        invalid('start_time'),
        invalid('end_time'),
        invalid('call_max'),
        invalid('task_override'),
        invalid('task_cortrol_type'),
        invalid('task_status'),
        invalid('id'),
        invalid('TaskID'),
        invalid('Phones'),
        invalid('Phones'),
        invalid('Phones'),
      ],
      [],
    ]);
  });

  it('may leave a task as it is', async () => {
    const http = service(() => done, described);
    await clientOf(http).client.updateTask({ id: '494', task_status: 'push' });
    await clientOf(http).client.getAllTask({});
    expect([partsIn(http.requests[1]!), partsIn(http.requests[3]!)]).toEqual([
      [
        ['id', '494'],
        ['task_status', 'push'],
        ['call_max', '0'],
        ['task_override', '0'],
      ],
      [['id', '0']],
    ]);
  });
});

describe('sending', () => {
  it('repeats what reads after a gateway’s error, twice at most, and nothing that changes something', async () => {
    const http = service(() => status(502));
    const { client, clock } = clientOf(http);
    const reading = client.popEvent({ strExten: '801' });
    for (let turn = 0; turn < 4; turn++) {
      await settle();
      clock.pass(1_000);
    }
    const read = await reading;
    const writing = await client.hangUp({ strAgent: '801' });
    const once = await client.popEvent({ strExten: '801' }, { once: true });
    expect([
      errorOf(read),
      errorOf(writing),
      errorOf(once),
      asked(http)
        .slice(1)
        .map((line) => line.split(' ')[2]),
    ]).toEqual([
      { code: 'http', params: { status: 502 } },
      { code: 'http', params: { status: 502 } },
      { code: 'http', params: { status: 502 } },
      ['popEvent', 'popEvent', 'popEvent', 'hangUp', 'popEvent'],
    ]);
    expect(clock.waiting).toBe(0);
  });

  it('waits as long as the operation may take and no longer', async () => {
    const waits = [];
    for (const ask of [
      (client: ReturnType<typeof clientOf>['client']) => client.popEvent({ strExten: '801' }),
      (client: ReturnType<typeof clientOf>['client']) => client.transferCall({ strAgent: '801', strExten: '802' }),
      (client: ReturnType<typeof clientOf>['client']) => client.hangUp({ strAgent: '801' }, { limit: 1_234 }),
    ]) {
      const described = wsdl({ operations: { popEvent: [], transferCall: [], hangUp: [] } });
      const http = fakeHttp(({ method }) => (method === 'GET' ? body(described) : new Promise<never>(() => undefined)));
      const { client, clock } = clientOf(http);
      const asking = ask(client);
      await settle();
      const left: number[] = [];
      let result: Result<unknown> | null = null;
      void asking.then((found) => {
        result = found;
      });
      for (let passed = 0; !result; passed += 617) {
        clock.pass(617);
        await settle();
        left.push(passed);
      }
      waits.push([errorOf(result)?.code, Math.ceil((left.length * 617) / 1000), clock.waiting]);
    }
    expect(waits).toEqual([
      ['timed-out', 6, 0],
      ['timed-out', 31, 0],
      ['timed-out', 2, 0],
    ]);
  });

  it('can be cancelled while it looks for the service, without ending the search of the others', async () => {
    let describeIt: (response: HttpResponse) => void = () => undefined;
    const http = fakeHttp(({ method }) =>
      method === 'GET'
        ? new Promise<HttpResponse>((resolve) => {
            describeIt = resolve;
          })
        : body(call),
    );
    const { client } = clientOf(http);
    const stop = new AbortController();
    const mine = client.popEvent({ strExten: '801' }, { signal: stop.signal });
    const yours = client.popEvent({ strExten: '802' });
    await settle();
    stop.abort();
    const cancelled = await mine;
    describeIt(body(wsdl()));
    expect([errorOf(cancelled), (await yours).ok, asked(http).length]).toEqual([
      { code: 'cancelled', params: {} },
      true,
      2,
    ]);
  });

  it('sends nothing after it was closed', async () => {
    const http = service(() => done);
    const { client } = clientOf(http);
    client.close();
    expect([errorOf(await client.hangUp({ strAgent: '801' })), http.closed, http.requests.length]).toEqual([
      { code: 'cancelled', params: {} },
      true,
      0,
    ]);
  });

  it('calls what was under way when it was closed cancelled', async () => {
    let cut: (error: Error) => void = () => undefined;
    const http = fakeHttp(({ method }) =>
      method === 'GET'
        ? body(wsdl())
        : new Promise<HttpResponse>((_, reject) => {
            cut = reject;
          }),
    );
    const { client, clock } = clientOf(http);
    const asking = client.popEvent({ strExten: '801' });
    await settle();
    client.close();
    cut(Object.assign(new Error('destroyed'), { code: 'UND_ERR_DESTROYED' }));
    expect([errorOf(await asking), clock.waiting]).toEqual([{ code: 'cancelled', params: {} }, 0]);
  });

  it('learns the platform’s clock from the Date of its answers', async () => {
    const headers = { date: 'Wed, 15 Jan 2014 03:55:07 GMT' };
    const http = fakeHttp(({ method }) => body(method === 'GET' ? wsdl() : done, headers));
    const { client } = clientOf(http, 'http://h', new FakeClock(Date.UTC(2014, 0, 15, 3, 54, 7)));
    const before = client.time.offset;
    await client.hangUp({ strAgent: '801' });
    expect([before, client.time]).toEqual([0, { offset: 60_500, zone: 480 }]);
  });
});

describe('what the platform says', () => {
  it('is an error with its words and ours', async () => {
    const said = [
      wrapped('hangUp', printRefusal('hangUp', 'No Channels')),
      wrapped('hangUp', printRefusal('hangUp', 'Some <new> word')),
      fault('Client', 'function "hangUp" doesn\'t exist'),
      { ...body(fault('Server', '内部错误')), status: 500 },
      status(500, '<h1>Internal Server Error</h1>'),
    ];
    const http = service(() => said.shift() ?? '');
    const { client } = clientOf(http);
    const errors = [];
    while (said.length > 0) errors.push(errorOf(await client.hangUp({ strAgent: '801' })));
    expect(errors).toEqual([
      { code: 'refused', params: { text: 'No Channels', en: 'This extension has no call', zh: '该分机没有通话' } },
      { code: 'refused', params: { text: 'Some <new> word' } },
      { code: 'refused', params: { errcode: 'Client', text: 'function "hangUp" doesn\'t exist' } },
      { code: 'refused', params: { errcode: 'Server', text: '内部错误' } },
      { code: 'not-understood', params: { bytes: 30, sample: '<h1>Internal Server Error</h1>' } },
    ]);
  });

  it('may come in GB18030', async () => {
    // 队列 in GB18030.
    const text = wrapped('getTrunkList', printAnswer('getTrunkList', [{ description: '@@', value: 'sip/' }])).replace(
      'UTF-8',
      'gb2312',
    );
    const [before = '', after = ''] = text.split('@@');
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xb6, 0xd3, 0xc1, 0xd0]), Buffer.from(after)]);
    const http = service(() => body(bytes, { 'content-type': 'text/xml' }));
    const answer = await clientOf(http).client.getTrunkList({ strAgent: '801' });
    expect(answer.ok && answer.value.rows).toEqual([{ description: '队列', value: 'sip/' }]);
  });
});
