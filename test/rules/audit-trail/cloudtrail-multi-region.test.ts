import rule from '../../../rules/audit-trail/cloudtrail-multi-region';
import { testRule } from '../../rule-tester';

const trail = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::CloudTrail::Trail',
  ...more,
  Properties: { S3BucketName: 'shop-audit', IsLogging: true, ...properties },
});
const store = (properties: object = {}) => ({
  Type: 'AWS::CloudTrail::EventDataStore',
  Properties: { Name: 'audit', ...properties },
});
const both = (Trail: object, Other: object) => ({ Resources: { Trail, Other } });
const everywhere = trail({ IsMultiRegionTrail: true });
const objectsOnly = {
  EventSelectors: [
    {
      IncludeManagementEvents: false,
      DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::shop-orders/'] }],
    },
  ],
};
const category = (name: string) => ({
  AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: [name] }] }],
});
const one = 'the trail records its own Region only, and no other of the app records all';
const place = 'Properties.IsMultiRegionTrail';
const stores = 'the event data store records its own Region only, and no other of the app records all';

testRule(rule, {
  pass: {
    'the trail records all Regions': everywhere,
    'a trail of the organization': trail({ IsMultiRegionTrail: true, IsOrganizationTrail: true }),
    'events of global services as well': trail({
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
    }),
    'an app without a trail': { Resources: { Logs: { Type: 'AWS::S3::Bucket' } } },
    'a trail of data events beside one of all Regions': both(trail(objectsOnly), everywhere),
    'a trail of data events alone, which another rule reports': trail(objectsOnly),
    'an event data store covers all Regions unless told not to': store(),
    'a trail of one Region beside such an event data store': both(trail(), store()),
    'an event data store of configuration items has no Regions to watch': store({
      MultiRegionEnabled: false,
      ...category('ConfigurationItem'),
    }),
    'the trail of all Regions is there wherever the other is': {
      Resources: {
        Trail: trail({}, { Condition: 'IsProd' }),
        Other: trail({ IsMultiRegionTrail: true }, { Condition: 'IsProd' }),
      },
    },
  },
  fail: {
    'nothing is said of Regions': [trail(), `error Trail ${place}: ${one}`],
    'one Region': [trail({ IsMultiRegionTrail: false }), `error Trail ${place}: ${one}`],
    'two trails of one Region each': [
      both(trail(), trail({ IsMultiRegionTrail: false })),
      [`error Trail ${place}: ${one}`, `error Other ${place}: ${one}`],
    ],
    'all Regions in production only': [
      trail({ IsMultiRegionTrail: { 'Fn::If': ['IsProd', true, false] } }),
      `warning Trail ${place} when IsProd is false (Stage is dev): ${one}`,
    ],
    'the trail of all Regions is not always there': [
      both(trail(), trail({ IsMultiRegionTrail: true }, { Condition: 'IsProd' })),
      `warning Trail ${place} when IsProd is false (Stage is dev): ${one}`,
    ],
    'the trail of all Regions records data events only': [
      both(trail(), trail({ IsMultiRegionTrail: true, ...objectsOnly })),
      `error Trail ${place}: ${one}`,
    ],
    'without the events of global services': [
      trail({ IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false }),
      'error Trail Properties.IncludeGlobalServiceEvents: events of global services such as IAM are left out',
    ],
    'an event data store of one Region': [
      store({ MultiRegionEnabled: false }),
      `error EventDataStore Properties.MultiRegionEnabled: ${stores}`,
    ],
    'an event data store of data events does not stand in': [
      both(trail(), store(category('Data'))),
      `error Trail ${place}: ${one}`,
    ],
  },
  review: {
    'a parameter without default': [
      trail({ IsMultiRegionTrail: { Ref: 'Everywhere' } }),
      `review Trail ${place}: Everywhere has no default, so it is only known at deployment`,
    ],
  },
});
