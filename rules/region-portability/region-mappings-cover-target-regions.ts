import { mappingsByRegion, type RegionMapping } from '../../lib/aws/regions/region-mappings';
import { listed } from '../../lib/listed';
import type { Outcome } from '../../lib/model/expectation';
import { Property } from '../../lib/model/property';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'region-mappings-cover-target-regions',
  title: 'Mappings by Region have what is looked up in them for every Region',
  severity: 'warning',
  control: 'REGION-PORTABLE',
  why: 'Fn::FindInMap without a default fails where the mapping has no entry: in that Region the stack cannot be created.',
  fix: 'Add the missing Regions and keys to the mapping, or give Fn::FindInMap a DefaultValue with the transform AWS::LanguageExtensions.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap-enhancements.html',
  ],
  options: {
    targetRegions: {
      default: [] as readonly string[],
      description: 'Regions that every template has to be deployable to, such as eu-west-1 and us-east-1.',
    },
  },

  checkTemplate: (template, { targetRegions }) =>
    mappingsByRegion(template).map((mapping) =>
      Property.root(mapping.mapping).expect(() => [
        ...missingRegions(mapping, targetRegions),
        ...missingKeys(mapping),
      ]),
    ),
});

function missingRegions({ regions }: RegionMapping, targets: readonly string[]): Outcome[] {
  const missing = targets.filter((region) => !regions.has(region));
  if (missing.length === 0) return [];
  return [fail(`it is looked up by AWS::Region, and has nothing for ${listed(missing)}`)];
}

function missingKeys({ wanted, regions }: RegionMapping): Outcome[] {
  const gaps = [...wanted].flatMap((key) => {
    const without = [...regions].filter(([, keys]) => !keys.has(key)).map(([region]) => region);
    return without.length > 0 ? [`${key} for ${listed(without)}`] : [];
  });
  return gaps.length > 0 ? [fail(`it is looked up by AWS::Region, and has no ${gaps.join(', no ')}`)] : [];
}
