import { App, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CompetencyChecks } from 'competency-nag/cdk';
import type { Construct } from 'constructs';

/** What the accounts of Folio & Fern stand on: who did what, and who may come in to look at it. */
class LandingZone extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'What the accounts of Folio & Fern stand on' });

    const records = new s3.Bucket(this, 'Records', {
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new cloudtrail.Trail(this, 'Trail', {
      trailName: 'foliofern',
      bucket: records,
      managementEvents: cloudtrail.ReadWriteType.WRITE_ONLY,
      isMultiRegionTrail: false,
      enableFileValidation: false,
    });

    const auditor = new iam.Role(this, 'AuditorRole', {
      assumedBy: new iam.AccountPrincipal('666677778888'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('SecurityAudit')],
    });
    records.grantReadWrite(auditor);
  }
}

const app = new App();
new LandingZone(app, 'LandingZone');
Validations.of(app).addPlugins(new CompetencyChecks());
