import { remember } from '../../lib/model/remember';

/** Counts how often it is asked about each name. */
function counting() {
  const asked: string[] = [];
  const lengthOf = remember(({ name }: { name: string }) => {
    asked.push(name);
    return name === '' ? undefined : name.length;
  });
  return { asked, lengthOf };
}

test.each([
  ['an object', (name: string) => ({ name })],
  ["a frozen object, such as a rule of one's own", (name: string) => Object.freeze({ name })],
])('%s is asked about once, whatever the answer', (_, make) => {
  const { asked, lengthOf } = counting();
  const [full, empty] = [make('four'), make('')];
  const answers = [lengthOf(full), lengthOf(full), lengthOf(empty), lengthOf(empty)];
  expect(answers).toEqual([4, 4, undefined, undefined]);
  expect(asked).toEqual(['four', '']);
});

test('a changed copy is another object', () => {
  const { lengthOf } = counting();
  const one = { name: 'one' };
  lengthOf(one);
  expect(lengthOf({ ...one, name: 'three' })).toBe(5);
  expect(Object.keys(one)).toEqual(['name']);
});

test('two functions know their own answers', () => {
  const [double, triple] = [2, 3].map((times) => remember(({ count }: { count: number }) => count * times));
  const five = { count: 5 };
  expect([double?.(five), triple?.(five)]).toEqual([10, 15]);
});
