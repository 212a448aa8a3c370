import { expect, test } from 'vitest';
import { regionOf, shippedRegions } from './regions';

test('tells the city of fixed lines, however they are written', () => {
  const suzhou = { area: '0512', city: '苏州', province: '江苏', type: '固定电话' };
  expect(['051265881234', '0512-65881234', '+86 512 6588 1234', '008651265881234'].map(regionOf)).toEqual([
    suzhou,
    suzhou,
    suzhou,
    suzhou,
  ]);
  expect(['01065881234', '02085881234', '03118588123', '089831234567'].map((number) => regionOf(number)?.city)).toEqual(
    ['北京', '广州', '石家庄', '海口/三亚/儋州'],
  );
});

test('tells the operator of a mobile number, and a city only where the allotment is known', () => {
  expect(['13800138000', '018652647800', '+8618912345678', '17012345678', '19212345678'].map(regionOf)).toEqual([
    { area: '010', city: '北京', province: '北京', type: '中国移动138' },
    { area: '0523', city: '泰州', province: '江苏', type: '中国联通186' },
    { area: '0519', city: '常州', province: '江苏', type: '中国电信189' },
    { area: '', city: '', province: '', type: '虚拟运营商（电信）170' },
    { area: '', city: '', province: '', type: '中国广电192' },
  ]);
});

test('knows nothing of extensions, service numbers, foreign numbers and text', () => {
  expect(
    ['2011', '10086', '4008100000', '12345678901', '00442071234567', '', 'anonymous', '0999', '04001234567'].map(
      regionOf,
    ),
  ).toEqual([null, null, null, null, null, null, null, null, null]);
});

test('has every code once, each found again by a number of it', () => {
  const { areas } = shippedRegions;
  const codes = areas.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.length).toBeGreaterThan(300);
  expect(
    areas.filter(({ code, city }) => {
      const found = regionOf(`0${code}88881234`.slice(0, 12));
      return found?.area !== `0${code}` || found.city !== city;
    }),
  ).toEqual([]);
});
