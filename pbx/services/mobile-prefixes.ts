/**
 * Operators of mainland mobile numbers by their first digits; the longest prefix wins. The operator is the one that
 * issued the number; it may have been carried to another since.
 */
const spans: readonly (readonly [operator: string, prefixes: string])[] = [
  ['中国移动', '134 135 136 137 138 139 147 148 150 151 152 157 158 159 172 178 182 183 184 187 188 195 197 198'],
  ['中国联通', '130 131 132 145 146 155 156 166 175 176 185 186 196'],
  ['中国电信', '133 149 153 173 174 177 180 181 189 190 191 193 199'],
  ['中国广电', '192'],
  ['中国卫通', '1349 1749'],
  ['虚拟运营商（移动）', '1703 1705 1706 165'],
  ['虚拟运营商（联通）', '1704 1707 1708 1709 171 167'],
  ['虚拟运营商（电信）', '1700 1701 1702 162'],
  ['物联网（移动）', '1440 1441 1442 1443 1444 1445 1446 1447 1448 1449'],
  ['物联网（联通）', '140 1400'],
  ['物联网（电信）', '141 1410'],
];

export const mobilePrefixes: ReadonlyMap<string, string> = new Map(
  spans.flatMap(([operator, prefixes]) => prefixes.split(' ').map((prefix) => [prefix, operator] as const)),
);

/** Area code of seven-digit allotments as WEBCTI2 §4.105 and §4.123 print them; mobile-places.ts has the others. */
export const mobileSegments: ReadonlyMap<string, string> = new Map([
  ['1865264', '0523'],
  ['1866261', '0512'],
  ['1856546', '020'],
]);
