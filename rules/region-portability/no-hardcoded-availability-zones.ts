import { isForPeople } from '../../lib/aws/for-people';
import { regionByCondition, regionOf, ZONE } from '../../lib/aws/regions/regions';
import { joined, writtenTogether } from '../../lib/aws/written-together';
import { listedAre } from '../../lib/listed';
import type { Parameter } from '../../lib/model/entity';
import type { Template } from '../../lib/model/template';
import type { PlacedText } from '../../lib/model/written-text';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'no-hardcoded-availability-zones',
  title: 'Availability Zones are looked up instead of written into the template',
  severity: 'error',
  control: 'REGION-PORTABLE',
  why: 'A zone is of one Region, and not every account has every zone: elsewhere the stack cannot be created.',
  fix: 'Take zones from Fn::GetAZs with Fn::Select, or from a parameter of type AWS::EC2::AvailabilityZone::Name without default; what needs the id of a zone takes it from a mapping by AWS::Region.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-getavailabilityzones.html',
    'https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html',
  ],

  checkTemplate: (template) =>
    /-\d{1,2}[a-z]\b|\d-az\d|AvailabilityZone/.test(template.source.text)
      ? [
          writtenZones(template).map((texts) => areLookedUp(template, texts)),
          [...template.parameters.values()].filter(hasZoneByDefault).map(hasNoDefault),
        ]
      : [],
});

/** Those written together; and all that CDK may have looked up for the stack's own Region. */
function writtenZones(template: Template): (readonly PlacedText[])[] {
  const written = [...template.resources.values()].flatMap((resource) =>
    writtenTogether(resource, MENTIONED, (text, path) => namesZones(text) && !isForPeople(resource, path)),
  );
  const isFound = (texts: readonly PlacedText[]) => areFound(template, zonesOf(texts));
  return [...written.filter((texts) => !isFound(texts)), ...joined(written.filter(isFound))];
}

/** In a stack with an environment, CDK writes out the zones that it looked up there. */
const areFound = (template: Template, zones: readonly string[]): boolean =>
  regionOf(template) !== undefined && zones.every((zone) => isIn(regionOf(template), zone));

const zonesOf = (texts: readonly PlacedText[]): string[] => texts.flatMap(({ text }) => zonesIn(text));

const MENTIONED = /-\d{1,2}[a-z]\b|\d-az\d|^AWS::Region$|\$\{AWS::Region\}[a-z]$/;

/** A text of zones, with commas between them where it becomes a list in a nested stack. */
const zonesIn = (text: string): string[] => text.split(',').map((name) => name.trim());
const namesZones = ({ text }: Pick<PlacedText, 'text'>): boolean =>
  zonesIn(text).every((name) => ZONE.test(name) || LETTER.test(name));

/** There are Regions in which an account has no zone of that letter. */
const LETTER = /^\$\{AWS::Region\}[a-z]$/;

const areLookedUp = (template: Template, texts: readonly PlacedText[]) =>
  (texts[0] as PlacedText).expectWhereTaken(() => {
    const rightRegion = regionByCondition(template);
    const zones = zonesOf(texts).filter((zone) => !isIn(rightRegion, zone));
    if (zones.length === 0) return undefined;
    const isMild = zones.every((zone) => LETTER.test(zone)) || areFound(template, zones);
    return fail(`${listedAre(zones)} ${tied(zones)}`, isMild ? { severity: 'info' } : {});
  });

/** A zone's id does not tell its Region. */
const isIn = (region: string | undefined, zone: string): boolean =>
  region !== undefined && (ZONE.exec(zone)?.groups?.region ?? region) === region;

function tied(zones: readonly string[]): string {
  if (zones.every((zone) => LETTER.test(zone))) return 'not there in every Region: use Fn::GetAZs';
  return zones.every((zone) => zone.includes('-az'))
    ? 'of one Region: use a mapping by AWS::Region'
    : 'of one Region: use Fn::GetAZs';
}

const hasZoneByDefault = ({ variable }: Parameter): boolean => namesZones({ text: variable.default ?? '' });

const hasNoDefault = (parameter: Parameter) =>
  parameter
    .attribute('Default')
    .expect(({ literal }) =>
      fail(`by default this is ${literal}, of one Region: leave the default out`, { severity: 'warning' }),
    )
    .unless(() => parameter.variable.given !== undefined || parameter.passed !== undefined);
