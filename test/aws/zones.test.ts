import { spreadOf, zonesNamed, zonesOfSubnets } from '../../lib/aws/zones/zones';
import { check } from '../../lib/check';
import { fail, rule } from '../../lib/rule';

/** A rule that says how many zones it counts. */
const probe = (count: typeof zonesOfSubnets) =>
  rule({
    id: 'counts-zones',
    title: 'Zones are counted',
    severity: 'info',
    control: 'AZ-RESILIENT',
    resources: ['AWS::AutoScaling::AutoScalingGroup'],
    why: 'To test.',
    fix: 'Nothing.',
    docs: 'https://docs.aws.amazon.com/',
    check: (group) =>
      group.property(count === zonesNamed ? 'AvailabilityZones' : 'VPCZoneIdentifier').expect((value) => {
        const { least, most } = spreadOf(count(value));
        return fail(least === most ? String(least) : `${least} to ${most}`);
      }),
  });

const DECLARED = {
  Zone: { Type: 'AWS::EC2::AvailabilityZone::Name' },
  OtherZone: { Type: 'String' },
  NoZone: { Type: 'String', Default: '' },
  ZoneByDefault: { Type: 'String', Default: 'eu-west-1a' },
  Zones: { Type: 'List<AWS::EC2::AvailabilityZone::Name>' },
  First: { Type: 'AWS::EC2::Subnet::Id' },
  Second: { Type: 'String' },
  Third: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Subnet::Id>' },
  ByDefault: { Type: 'String', Default: 'subnet-1' },
  ByTheSameDefault: { Type: 'String', Default: 'subnet-1' },
  Placeholder: { Type: 'String', Default: 'none' },
  OtherPlaceholder: { Type: 'String', Default: 'none' },
  Many: { Type: 'List<AWS::EC2::Subnet::Id>' },
  ManyText: { Type: 'String' },
  ManyStored: { Type: 'AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>' },
  OneOfMany: { Type: 'CommaDelimitedList', Default: 'subnet-1' },
  TwoOfMany: { Type: 'CommaDelimitedList', Default: 'subnet-1, subnet-2' },
  EmptyList: { Type: 'CommaDelimitedList', Default: '' },
  Index: { Type: 'Number', Default: '1' },
};

const ref = (name: string) => ({ Ref: name });
const nth = (index: unknown, list: unknown) => ({ 'Fn::Select': [index, list] });
const ALL_ZONES = { 'Fn::GetAZs': '' };
const IN_REGION = { 'Fn::GetAZs': ref('AWS::Region') };

function counted(count: typeof zonesOfSubnets, value: unknown, zones: { [subnet: string]: unknown } = {}) {
  const subnets = Object.entries(zones).map(([name, zone]) => [
    name,
    { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', ...(zone as object) } },
  ]);
  const template = {
    Parameters: DECLARED,
    Mappings: {
      Map: {
        'us-east-1': { One: 'us-east-1a', Two: 'us-east-1b' },
        'eu-west-1': { One: 'eu-west-1a', Two: 'eu-west-1b' },
      },
    },
    Resources: {
      Nested: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'https://example.com/a.yaml' },
      },
      Group: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          MinSize: '2',
          MaxSize: '2',
          [count === zonesNamed ? 'AvailabilityZones' : 'VPCZoneIdentifier']: value,
        },
      },
      ...Object.fromEntries(subnets),
    },
  };
  const { findings } = check([{ file: 'a.json', text: JSON.stringify(template) }], {
    ruleSet: [probe(count)],
  });
  return findings.map(({ message }) => message.replace(/^when .*: /, '')).join();
}

const ofSubnets = (value: unknown, zones?: { [subnet: string]: unknown }) =>
  counted(zonesOfSubnets, value, zones);
const named = (value: unknown) => counted(zonesNamed, value);

/** The zones of two subnets of the app. */
const ofTwo = (a: object, b: object) => ofSubnets([ref('A'), ref('B')], { A: a, B: b });
const zone = (AvailabilityZone: unknown) => ({ AvailabilityZone });

describe('zones of subnets of the app', () => {
  test.each<[string, object, object, string]>([
    ['names', zone('us-east-1a'), zone('us-east-1b'), '2'],
    ['one name', zone('us-east-1a'), zone('us-east-1a'), '1'],
    ['the Region and a letter', zone({ 'Fn::Sub': '${AWS::Region}a' }), zone('us-east-1a'), '1'],
    [
      'the Region and letters',
      zone({ 'Fn::Sub': '${AWS::Region}a' }),
      zone({ 'Fn::Join': ['', [ref('AWS::Region'), 'b']] }),
      '2',
    ],
    ['a Local Zone', zone('us-west-2-lax-1a'), zone('us-west-2a'), '2'],
    ['places in Fn::GetAZs', zone(nth(0, ALL_ZONES)), zone(nth('1', IN_REGION)), '2'],
    ['one place in Fn::GetAZs', zone(nth(0, ALL_ZONES)), zone(nth('0', IN_REGION)), '1'],
    ['a place by a parameter', zone(nth(ref('Index'), ALL_ZONES)), zone(nth(1, ALL_ZONES)), '1'],
    ['places in a list of zones', zone(nth(0, ref('Zones'))), zone(nth(1, ref('Zones'))), '2'],
    ['parameters', zone(ref('Zone')), zone(ref('OtherZone')), '2'],
    ['one parameter', zone(ref('Zone')), zone(ref('Zone')), '1'],
    ['a parameter and its default', zone(ref('ZoneByDefault')), zone('eu-west-1a'), '1'],
    [
      'entries of a mapping',
      zone(nth(0, [{ 'Fn::FindInMap': ['Map', ref('AWS::Region'), 'One'] }])),
      zone({ 'Fn::FindInMap': ['Map', ref('AWS::Region'), 'Two'] }),
      '2',
    ],
    ['ids', { AvailabilityZoneId: 'use1-az1' }, { AvailabilityZoneId: 'use1-az2' }, '2'],
    ['imports', zone({ 'Fn::ImportValue': 'one' }), zone({ 'Fn::ImportValue': 'two' }), '2'],
    ['another subnet', zone('us-east-1a'), zone({ 'Fn::GetAtt': ['A', 'AvailabilityZone'] }), '1'],
    [
      'each other, which CloudFormation refuses',
      zone({ 'Fn::GetAtt': ['B', 'AvailabilityZone'] }),
      zone({ 'Fn::GetAtt': ['A', 'AvailabilityZone'] }),
      '2',
    ],
    ['nothing', {}, {}, '1 to 2'],
    ['parameters that are empty by default', zone(ref('NoZone')), zone(ref('NoZone')), '1 to 2'],
    ['a name and nothing', zone('us-east-1a'), {}, '1 to 2'],
    ['a name and a place', zone('us-east-1a'), zone(nth(0, ALL_ZONES)), '1 to 2'],
    ['a name and an id', zone('us-east-1a'), { AvailabilityZoneId: 'use1-az2' }, '1 to 2'],
    ['a name and a parameter', zone('us-east-1a'), zone(ref('Zone')), '1 to 2'],
  ])('named by %s', (_, a, b, expected) => {
    expect(ofTwo(a, b)).toBe(expected);
  });

  test('three subnets in two zones', () => {
    const zones = { A: zone('us-east-1a'), B: zone('us-east-1a'), C: zone('us-east-1b') };
    expect(ofSubnets([ref('A'), ref('B'), ref('C')], zones)).toBe('2');
  });

  test('one subnet named twice', () => {
    expect(ofSubnets([ref('A'), { 'Fn::GetAtt': ['A', 'SubnetId'] }], { A: {} })).toBe('1');
  });
});

describe('zones of other subnets', () => {
  const output = (name: string) => ({ 'Fn::GetAtt': ['Nested', `Outputs.${name}`] });
  test.each<[string, unknown, string]>([
    ['one id', ['subnet-1'], '1'],
    ['two ids', ['subnet-1', 'subnet-2'], '2'],
    ['a parameter', [ref('First')], '1'],
    ['a parameter in place of a list', ref('First'), '1'],
    ['a text parameter in place of a list', ref('Second'), '1'],
    ['parameters', [ref('First'), ref('Second'), ref('Third')], '3'],
    ['one parameter twice', [ref('First'), { 'Fn::Sub': '${First}' }], '1'],
    ['defaults that are the same', [ref('ByDefault'), ref('ByTheSameDefault')], '1'],
    ['placeholders that are the same', [ref('Placeholder'), ref('OtherPlaceholder')], '2'],
    ['a list parameter', ref('Many'), '1 to Infinity'],
    ['a stored list', ref('ManyStored'), '1 to Infinity'],
    ['a list parameter with one subnet', ref('OneOfMany'), '1'],
    ['a list parameter with two subnets', ref('TwoOfMany'), '2'],
    ['an empty list', ref('EmptyList'), '1 to Infinity'],
    ['elements of a list parameter', [nth(0, ref('Many')), nth(1, ref('Many'))], '2'],
    ['one element of a list parameter', [nth(0, ref('Many'))], '1'],
    ['a text to split', { 'Fn::Split': [',', ref('ManyText')] }, '1 to Infinity'],
    ['an import to split', { 'Fn::Split': [',', { 'Fn::ImportValue': 'all' }] }, '1 to Infinity'],
    ['an output to split', { 'Fn::Split': [',', output('Subnets')] }, '1 to Infinity'],
    ['an output that is a list', output('Subnets'), '1 to Infinity'],
    ['outputs', [output('One'), output('Two')], '2'],
    ['one output', [output('One')], '1'],
    ['a stored text', '{{resolve:ssm:/vpc/subnets}}', '1 to Infinity'],
    ['stored ids', ['{{resolve:ssm:/vpc/one}}', '{{resolve:ssm:/vpc/two}}'], '2'],
    ['imports', [{ 'Fn::ImportValue': { 'Fn::Sub': '${Second}-a' } }, { 'Fn::ImportValue': 'b' }], '2'],
    ['a list parameter as an element', [ref('Many')], '1 to Infinity'],
    ['a list parameter that is joined', [{ 'Fn::Join': [',', ref('Many')] }], '1 to Infinity'],
    ['parameters that are joined', [{ 'Fn::Join': [',', [ref('First'), ref('Second')]] }], '2'],
    ['ids in one text', ['subnet-1,subnet-2'], '2'],
    ['one id, made of pieces', [{ 'Fn::Join': ['', ['subnet-', ref('Second')]] }], '1'],
    [
      'imports that are joined, and split',
      { 'Fn::Split': [',', { 'Fn::Join': [',', ['a', 'b'].map((name) => ({ 'Fn::ImportValue': name }))] }] },
      '2',
    ],
  ])('%s', (_, value, expected) => {
    expect(ofSubnets(value)).toBe(expected);
  });

  test('beside one of the app', () => {
    expect(ofSubnets([ref('A'), ref('First')], { A: {} })).toBe('2');
  });
});

describe('zones by name', () => {
  test.each<[string, unknown, string]>([
    ['all', ALL_ZONES, '2'],
    ['all, in a list', [IN_REGION], '2'],
    ['one', ['us-east-1a'], '1'],
    ['two', ['us-east-1a', 'us-east-1b'], '2'],
    ['a list parameter', ref('Zones'), '1 to Infinity'],
    ['a place in Fn::GetAZs', [nth(0, ALL_ZONES)], '1'],
    ['the zone of an instance', { 'Fn::GetAtt': ['Nested', 'Outputs.Zone'] }, '1 to Infinity'],
  ])('%s', (_, value, expected) => {
    expect(named(value)).toBe(expected);
  });
});

describe('zones of subnets of other templates of the app', () => {
  const group = (VPCZoneIdentifier: unknown) => ({
    Type: 'AWS::AutoScaling::AutoScalingGroup',
    Properties: { MinSize: '2', MaxSize: '2', VPCZoneIdentifier },
  });
  const subnets = (a: unknown, b: unknown) => ({
    A: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', AvailabilityZone: a } },
    B: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', AvailabilityZone: b } },
  });
  const joined = { 'Fn::Join': [',', [ref('A'), ref('B')]] };
  const exported = (name: string, Value: unknown) => ({ Value, Export: { Name: name } });
  const nested = (TemplateURL: string, Parameters: object = {}) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL, Parameters },
  });

  function counted(files: { readonly [file: string]: object }): string {
    const sources = Object.entries(files).map(([file, template]) => ({
      file,
      text: JSON.stringify(template),
    }));
    const { findings } = check(sources, { ruleSet: [probe(zonesOfSubnets)], linked: true });
    return findings.map(({ message }) => message).join();
  }

  const given = {
    Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' } },
    Resources: { Group: group(ref('Subnets')) },
  };

  test.each([
    [nth(0, ALL_ZONES), nth(1, ALL_ZONES), '2'],
    [nth(0, ALL_ZONES), nth(0, ALL_ZONES), '1'],
  ])('given to a nested stack as a list', (a, b, expected) => {
    const parent = { Resources: { ...subnets(a, b), Web: nested('child.json', { Subnets: joined }) } };
    expect(counted({ 'parent.json': parent, 'child.json': given })).toBe(expected);
  });

  test('of which a nested stack is given the outputs of another', () => {
    const network = {
      Resources: subnets(nth(0, ALL_ZONES), nth(1, ALL_ZONES)),
      Outputs: { All: { Value: joined } },
    };
    const parent = {
      Resources: {
        Network: nested('network.json'),
        Web: nested('child.json', { Subnets: { 'Fn::GetAtt': ['Network', 'Outputs.All'] } }),
      },
    };
    expect(counted({ 'parent.json': parent, 'network.json': network, 'child.json': given })).toBe('2');
  });

  test('in a nested stack, whose parent names the zones', () => {
    const child = {
      Parameters: { One: { Type: 'String' }, Two: { Type: 'String' } },
      Resources: { ...subnets(ref('One'), ref('Two')), Group: group([ref('A'), ref('B')]) },
    };
    const parent = (two: number) => ({
      Resources: { Web: nested('child.json', { One: nth(0, ALL_ZONES), Two: nth(two, ALL_ZONES) }) },
    });
    expect(counted({ 'parent.json': parent(1), 'child.json': child })).toBe('2');
    expect(counted({ 'parent.json': parent(0), 'child.json': child })).toBe('1');
  });

  test('in parameters of the parent, joined for a nested stack', () => {
    const parent = {
      Parameters: { One: { Type: 'String' }, Two: { Type: 'String' } },
      Resources: { Web: nested('child.json', { Subnets: { 'Fn::Join': [',', [ref('One'), ref('Two')]] } }) },
    };
    expect(counted({ 'parent.json': parent, 'child.json': given })).toBe('2');
  });

  test('that are called alike in templates called alike', () => {
    const network = (name: string) => ({
      Resources: { A: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1' } } },
      Outputs: { A: exported(name, ref('A')) },
    });
    const web = { Resources: { Group: group([{ 'Fn::ImportValue': 'a' }, { 'Fn::ImportValue': 'b' }]) } };
    const files = { 'one/app.json': network('a'), 'two/app.json': network('b'), 'web/app.json': web };
    expect(counted(files)).toBe('1 to 2');
  });

  test('that nested stacks read from Parameter Store under names of their own', () => {
    const network = (Default: string) => ({
      Parameters: { Stored: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Subnet::Id>', Default } },
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      Outputs: { Subnet: { Value: ref('Stored') } },
    });
    const outputs = ['One', 'Two'].map((name) => ({ 'Fn::GetAtt': [name, 'Outputs.Subnet'] }));
    const parent = { Resources: { One: nested('one.json'), Two: nested('two.json'), Web: group(outputs) } };
    expect(counted({ 'parent.json': parent, 'one.json': network('/a'), 'two.json': network('/b') })).toBe(
      '2',
    );
  });

  test('imported one by one, and as a list', () => {
    const network = {
      Resources: subnets('us-east-1a', 'us-east-1a'),
      Outputs: {
        A: exported('a', ref('A')),
        B: exported('b', ref('B')),
        All: exported('all', joined),
      },
    };
    const apart = group([{ 'Fn::ImportValue': 'a' }, { 'Fn::ImportValue': 'b' }]);
    const together = group({ 'Fn::Split': [',', { 'Fn::ImportValue': 'all' }] });
    expect(counted({ 'network.json': network, 'web.json': { Resources: { Apart: apart } } })).toBe('1');
    expect(counted({ 'network.json': network, 'web.json': { Resources: { Together: together } } })).toBe('1');
  });
});
