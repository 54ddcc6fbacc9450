/** A template, or anything in one, as plain data. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };
export type DataMap = { readonly [key: string]: Data };
export type TemplateData = { readonly [section: string]: DataMap };
export type Keys = readonly (string | number)[];

export const isMap = (data: Data | undefined): data is DataMap =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

/** The intrinsic function that a value is a call of. */
export function functionOf(data: Data | undefined): string | undefined {
  const [name, ...more] = isMap(data) ? Object.keys(data) : [];
  return more.length === 0 && (name === 'Ref' || name?.startsWith('Fn::')) ? name : undefined;
}

export const mapped = (map: DataMap, change: (value: Data, key: string) => Data): DataMap =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));

/** Where values stand in the properties of resources; none within an intrinsic function, or a loop. */
export function placesIn(template: TemplateData): Keys[] {
  const places: Keys[] = [];
  const visit = (data: Data | undefined, keys: Keys): void => {
    if (data === undefined) return;
    places.push(keys);
    if (functionOf(data)) return;
    if (Array.isArray(data)) for (const [index, item] of data.entries()) visit(item, [...keys, index]);
    else if (isMap(data))
      for (const [key, value] of Object.entries(data))
        if (!key.startsWith('Fn::')) visit(value, [...keys, key]);
  };
  for (const [logicalId, resource] of Object.entries(template.Resources ?? {}))
    if (!logicalId.startsWith('Fn::') && isMap(resource))
      visit(resource.Properties, ['Resources', logicalId, 'Properties']);
  return places;
}

export const at = (data: Data | undefined, keys: Keys): Data | undefined =>
  keys.reduce(
    (inside: Data | undefined, key) => (inside as { [key: string]: Data } | undefined)?.[key],
    data,
  );

/** The same with another value at a place, or without it. */
export function withValue<T extends Data>(data: T, [key, ...rest]: Keys, value: Data | undefined): T {
  if (key === undefined) return value as T;
  const inside = rest.length > 0 ? withValue(at(data, [key]) as Data, rest, value) : value;
  if (Array.isArray(data))
    return data.flatMap((item, index) =>
      index !== key ? [item] : inside === undefined ? [] : [inside],
    ) as Data as T;
  const { [key]: _, ...others } = data as { [key: string]: Data };
  if (inside === undefined) return others as T;
  return (
    key in (data as DataMap)
      ? mapped(data as DataMap, (one, name) => (name === key ? inside : one))
      : { ...others, [key]: inside }
  ) as T;
}

/** The same with a name added to a section. */
export const declaring = (
  template: TemplateData,
  section: string,
  name: string,
  declaration: Data,
): TemplateData => ({
  ...template,
  [section]: { ...template[section], [name]: declaration },
});

/** The keys that the path of a finding stands for, where it leads through plain data to a scalar. */
export function scalarAt(resource: Data | undefined, path: string): Keys | undefined {
  if (resource === undefined || functionOf(resource)) return undefined;
  if (path === '') return typeof resource === 'object' ? undefined : [];
  const [whole, index] = /^\[(\d+)\]\.?/.exec(path) ?? [];
  const keys = whole
    ? [[Number(index), path.slice(whole.length)] as const]
    : Object.keys(isMap(resource) ? resource : {}).flatMap((key) =>
        path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`)
          ? [[key, path.slice(key.length).replace(/^\./, '')] as const]
          : [],
      );
  for (const [key, rest] of keys) {
    const found = scalarAt(at(resource, [key]), rest);
    if (found) return [key, ...found];
  }
  return undefined;
}

/** New names for what a template declares, by section. */
export type Renaming = {
  readonly [Section in 'Resources' | 'Parameters' | 'Conditions' | 'Mappings']?: (name: string) => string;
};

/** The same under other names, wherever they are declared or referred to. */
export function renamed(template: TemplateData, renaming: Renaming): TemplateData {
  const rename = (name: string, ...sections: (keyof Renaming)[]) => {
    const section = sections.find((one) => name in (template[one] ?? {}));
    return (section && renaming[section]?.(name)) ?? name;
  };
  const referred = (name: string) => rename(name, 'Resources', 'Parameters');
  const dotted = (name: string) =>
    [referred(name.split('.')[0] as string), ...name.split('.').slice(1)].join('.');
  const substituted = (text: string, own: DataMap = {}) =>
    text.replace(/\$\{([^!${}]+)\}/g, (whole, name) => (name in own ? whole : `\${${dotted(name)}}`));
  const each = (data: Data): Data => (Array.isArray(data) ? data.map(value) : value(data));
  const value = (data: Data): Data => {
    if (Array.isArray(data)) return data.map(value);
    if (!isMap(data)) return data;
    const call = functionOf(data);
    const argument = call && data[call];
    if (call === 'Ref' && typeof argument === 'string') return { Ref: referred(argument) };
    if (call === 'Fn::GetAtt')
      return {
        'Fn::GetAtt': Array.isArray(argument)
          ? argument.map((part, index) => (index === 0 ? referred(String(part)) : value(part)))
          : dotted(String(argument)),
      };
    if (call === 'Fn::Sub' && typeof argument === 'string') return { 'Fn::Sub': substituted(argument) };
    if (call === 'Fn::Sub' && Array.isArray(argument))
      return { 'Fn::Sub': [substituted(String(argument[0]), argument[1]), value(argument[1])] };
    if (call === 'Fn::If' && Array.isArray(argument))
      return { 'Fn::If': [rename(String(argument[0]), 'Conditions'), ...argument.slice(1).map(value)] };
    if (call === 'Fn::FindInMap' && Array.isArray(argument))
      return {
        'Fn::FindInMap': argument.map((part, index) =>
          index === 0 && typeof part === 'string' ? rename(part, 'Mappings') : value(part),
        ),
      };
    return mapped(data, value);
  };
  const condition = (data: Data): Data => {
    if (Array.isArray(data)) return data.map(condition);
    if (!isMap(data)) return data;
    return 'Condition' in data
      ? { Condition: rename(String(data.Condition), 'Conditions') }
      : functionOf(data) === 'Ref'
        ? value(data)
        : mapped(data, condition);
  };
  const entity = (data: Data): Data =>
    isMap(data)
      ? mapped(value(data) as DataMap, (field, key) => {
          if (key === 'Condition') return rename(String(field), 'Conditions');
          if (key === 'DependsOn')
            return Array.isArray(field) ? field.map((one) => referred(String(one))) : referred(String(field));
          return field;
        })
      : data;
  return Object.fromEntries(
    Object.entries(template).map(([section, contents]) => {
      if (!isMap(contents)) return [section, contents];
      const inside =
        section === 'Resources' || section === 'Outputs'
          ? entity
          : section === 'Conditions'
            ? condition
            : each;
      const named = Object.entries(contents).map(([name, data]) => [
        section in renaming ? rename(name, section as keyof Renaming) : name,
        inside(data),
      ]);
      return [section, Object.fromEntries(named)];
    }),
  );
}
