import { mustSpan, zonesOfSubnets } from '../../lib/aws/zones/zones';
import { rule } from '../../lib/rule';

export default rule({
  id: 'lambda-vpc-multi-az',
  title: 'Lambda functions in a VPC have subnets in several Availability Zones',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: ['AWS::Lambda::Function', 'AWS::Serverless::Function'],
  why: 'Lambda runs everywhere in the Region, but a function in a VPC reaches its network only through the subnets it is given: with those of one zone it fails together with the zone.',
  fix: 'List subnets in two or more Availability Zones in VpcConfig.SubnetIds (CDK: leave vpcSubnets to select the subnets of every zone).',
  docs: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/lambda-vpc-multi-az-check.html',
  ],

  check: (lambda) =>
    lambda
      .property('VpcConfig.SubnetIds')
      .expect((subnets) => mustSpan(zonesOfSubnets(subnets), 'the function')),
});
