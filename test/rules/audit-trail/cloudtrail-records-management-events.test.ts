import rule from '../../../rules/audit-trail/cloudtrail-records-management-events';
import { testRule } from '../../rule-tester';

const trail = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::CloudTrail::Trail',
  ...more,
  Properties: { S3BucketName: 'shop-audit', IsLogging: true, ...properties },
});
const selector = (properties: object) => ({ EventSelectors: [properties] });
const advanced = (...selectors: object[][]) => ({
  AdvancedEventSelectors: selectors.map((FieldSelectors) => ({ FieldSelectors })),
});
const management = { Field: 'eventCategory', Equals: ['Management'] };
const data = [
  { Field: 'eventCategory', Equals: ['Data'] },
  { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
];
const objects = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::shop-orders/'] }];
const objectsOnly = trail(selector({ IncludeManagementEvents: false, DataResources: objects }));
const both = (Trail: object, Other: object) => ({ Resources: { Trail, Other } });

const selectors = 'Properties.EventSelectors';
const none = 'no trail of the app records management events: this one is for other events only';
const seeOther =
  'this trail is for other events only: see that another one of the account records its management events';
const only = (kept: string, lost: string) =>
  `only ${kept} of management events are recorded: the ${lost} are lost`;

testRule(rule, {
  pass: {
    'all of them where nothing selects': trail(),
    'the empty list that CDK writes': trail({ EventSelectors: [] }),
    'a selector that says nothing of them': trail(selector({ DataResources: objects })),
    'all of them, said in full': trail(selector({ IncludeManagementEvents: true, ReadWriteType: 'All' })),
    'reads and writes by two selectors': trail({
      EventSelectors: [
        { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true },
        { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true },
      ],
    }),
    'data events by a second trail': both(objectsOnly, trail()),
    'reads and writes by two trails': both(
      trail(selector({ ReadWriteType: 'ReadOnly' })),
      trail(selector({ ReadWriteType: 'WriteOnly' })),
    ),
    'an event data store beside a trail of data events': both(objectsOnly, {
      Type: 'AWS::CloudTrail::EventDataStore',
      Properties: { Name: 'audit' },
    }),
    'an advanced selector for all': trail(advanced([management], data)),
    'advanced selectors for reads and for writes': trail(
      advanced(
        [management, { Field: 'readOnly', Equals: ['true'] }],
        [management, { Field: 'readOnly', Equals: ['false'] }],
      ),
    ),
    'no selectors in either branch': trail({
      EventSelectors: { 'Fn::If': ['IsProd', [{ ReadWriteType: 'All' }], { Ref: 'AWS::NoValue' }] },
    }),
  },
  fail: {
    'writes only': [
      trail(selector({ ReadWriteType: 'WriteOnly' })),
      `error Trail ${selectors}[0].ReadWriteType: ${only('writes', 'reads')}`,
    ],
    'reads only': [
      trail(selector({ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true })),
      `error Trail ${selectors}[0].ReadWriteType: ${only('reads', 'writes')}`,
    ],
    'a trail that records a part is the one to mend': [
      both(objectsOnly, trail(selector({ ReadWriteType: 'WriteOnly' }))),
      `error Other ${selectors}[0].ReadWriteType: ${only('writes', 'reads')}`,
    ],
    'an advanced selector for writes only': [
      trail(advanced([management, { Field: 'readOnly', Equals: ['false'] }])),
      `error Trail Properties.AdvancedEventSelectors: ${only('writes', 'reads')}`,
    ],
    'the other trail is not always there': [
      both(objectsOnly, trail({}, { Condition: 'IsProd' })),
      `warning Trail ${selectors}[0].IncludeManagementEvents when IsProd is false (Stage is dev): ${none}`,
    ],
    'management events in production only': [
      trail(
        selector({
          IncludeManagementEvents: { 'Fn::If': ['IsProd', true, false] },
          DataResources: objects,
        }),
      ),
      `warning Trail ${selectors}[0].IncludeManagementEvents when IsProd is false (Stage is dev): ${none}`,
    ],
    'without those of the key service, of which there are many': [
      trail(selector({ ExcludeManagementEventSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] })),
      `info Trail ${selectors}[0].ExcludeManagementEventSources[0]: management events of kms.amazonaws.com and rdsdata.amazonaws.com are left out`,
    ],
    'without those of the key service, by an advanced selector': [
      trail(advanced([management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }])),
      'info Trail Properties.AdvancedEventSelectors[0].FieldSelectors[1].NotEquals[0]: management events of kms.amazonaws.com are left out',
    ],
  },
  review: {
    'data events only': [objectsOnly, `review Trail ${selectors}[0].IncludeManagementEvents: ${seeOther}`],
    'two selectors, none of them for management events': [
      trail({
        EventSelectors: [
          { IncludeManagementEvents: false, ReadWriteType: 'ReadOnly', DataResources: objects },
          { IncludeManagementEvents: false, ReadWriteType: 'WriteOnly', DataResources: objects },
        ],
      }),
      `review Trail ${selectors}: ${seeOther}`,
    ],
    'an advanced selector for data events only': [
      trail(advanced(data)),
      `review Trail Properties.AdvancedEventSelectors: ${seeOther}`,
    ],
    'the kind of events is a parameter': [
      trail(selector({ ReadWriteType: { Ref: 'Kind' } })),
      `review Trail ${selectors}[0].ReadWriteType: Kind has no default, so it is only known at deployment`,
    ],
  },
});
