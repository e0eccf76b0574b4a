import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_redirects_by_small_letters"),
        ("reviews", "0006_public_profiles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attestation",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="reviews.attestation",
            ),
        ),
        migrations.AddField(
            model_name="revocation",
            name="attestation",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revocation",
                to="reviews.attestation",
            ),
        ),
        migrations.AlterField(
            model_name="attestation",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attestations", to="reviews.review"
            ),
        ),
        migrations.AlterField(
            model_name="revocation",
            name="sign_off",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="revocation", to="reviews.signoff"
            ),
        ),
        migrations.AddConstraint(
            model_name="attestation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)), fields=("review",), name="one_first_attestation"
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attestation__isnull", False), ("sign_off", None)),
                    models.Q(("attestation", None), ("sign_off__isnull", False)),
                    _connector="OR",
                ),
                name="revocation_of_one_thing",
            ),
        ),
    ]
