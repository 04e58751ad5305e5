"""Looking into a case, questions, a yes for some, time on hold, an hour to undo a no, and what was sent by mistake.

The trigger that holds the table of moves stays as it was: 0008 renews it.
"""

import django.db.models.deletion
from django.db import migrations, models

from regions.triggers import with_triggers_of


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0006_why_staff_take_back"),
        ("services", "0033_sets_keep_the_version_they_left"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="vraag")),
                ("answer_by", models.DateField(verbose_name="antwoord uiterlijk")),
                ("answer", models.CharField(blank=True, max_length=10, verbose_name="antwoord")),
            ],
            options={
                "verbose_name": "vraag van een organisatie",
                "verbose_name_plural": "vragen van organisaties",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TakenOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("people", models.PositiveIntegerField(verbose_name="aantal mensen")),
            ],
            options={
                "verbose_name": "deel dat een organisatie helpt",
                "verbose_name_plural": "delen die organisaties helpen",
            },
        ),
        *with_triggers_of(
            "referrals_referral",
            migrations.RemoveConstraint(
                model_name="referral",
                name="referrals_referral_known_state",
            ),
            migrations.AddField(
                model_name="referral",
                name="by_mistake",
                field=models.BooleanField(default=False, verbose_name="per ongeluk verstuurd"),
            ),
            migrations.AddField(
                model_name="referral",
                name="goes_on_at",
                field=models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="de rij gaat verder"),
            ),
            migrations.AddField(
                model_name="referral",
                name="on_hold_until",
                field=models.DateField(blank=True, null=True, verbose_name="stil tot en met"),
            ),
            migrations.AddField(
                model_name="referral",
                name="promised_by",
                field=models.DateField(blank=True, null=True, verbose_name="antwoord beloofd"),
            ),
            migrations.AddField(
                model_name="referral",
                name="turn_from",
                field=models.DateField(blank=True, null=True, verbose_name="aan zet vanaf"),
            ),
            migrations.AlterField(
                model_name="referral",
                name="state",
                field=models.CharField(
                    choices=[
                        ("draft", "staat klaar"),
                        ("awaiting_confirmation", "wacht op uw bevestiging"),
                        ("sent", "verstuurd"),
                        ("seen", "gelezen"),
                        ("considering", "kijkt ernaar"),
                        ("accepted", "zegt ja"),
                        ("declined", "zegt nee"),
                        ("no_answer", "geeft geen antwoord"),
                        ("forwarded", "verwijst door"),
                        ("withdrawn", "ingetrokken"),
                        ("in_progress", "is bezig"),
                        ("closed", "afgerond"),
                    ],
                    default="draft",
                    max_length=24,
                    verbose_name="staat",
                ),
            ),
            migrations.AlterField(
                model_name="referralevent",
                name="after",
                field=models.CharField(
                    blank=True,
                    choices=[
                        ("draft", "staat klaar"),
                        ("awaiting_confirmation", "wacht op uw bevestiging"),
                        ("sent", "verstuurd"),
                        ("seen", "gelezen"),
                        ("considering", "kijkt ernaar"),
                        ("accepted", "zegt ja"),
                        ("declined", "zegt nee"),
                        ("no_answer", "geeft geen antwoord"),
                        ("forwarded", "verwijst door"),
                        ("withdrawn", "ingetrokken"),
                        ("in_progress", "is bezig"),
                        ("closed", "afgerond"),
                    ],
                    max_length=24,
                    verbose_name="naar",
                ),
            ),
            migrations.AlterField(
                model_name="referralevent",
                name="before",
                field=models.CharField(
                    blank=True,
                    choices=[
                        ("draft", "staat klaar"),
                        ("awaiting_confirmation", "wacht op uw bevestiging"),
                        ("sent", "verstuurd"),
                        ("seen", "gelezen"),
                        ("considering", "kijkt ernaar"),
                        ("accepted", "zegt ja"),
                        ("declined", "zegt nee"),
                        ("no_answer", "geeft geen antwoord"),
                        ("forwarded", "verwijst door"),
                        ("withdrawn", "ingetrokken"),
                        ("in_progress", "is bezig"),
                        ("closed", "afgerond"),
                    ],
                    max_length=24,
                    verbose_name="van",
                ),
            ),
            migrations.AlterField(
                model_name="referralevent",
                name="reason",
                field=models.CharField(
                    blank=True,
                    choices=[
                        ("no_capacity", "Wij hebben nu geen plek"),
                        ("outside_area", "Wij werken niet op deze plaats"),
                        ("outside_sector", "Wij werken niet voor deze sector"),
                        ("below_minimum", "Het gaat om te weinig mensen"),
                        ("wrong_help", "Wij geven deze hulp niet"),
                        ("could_not_reach", "Wij konden u niet bereiken"),
                        ("already_helped", "De mensen zijn al bij ons, of een ander helpt hen al"),
                        ("not_needed", "De hulp is niet meer nodig"),
                        ("other", "Een andere reden"),
                        ("employer_asks", "De werkgever vraagt erom"),
                        ("provider_asks", "De organisatie vraagt erom"),
                        ("wrong_provider", "Deze organisatie helpt hier niet bij"),
                        ("nobody_answers", "Niemand bij de organisatie reageert"),
                        ("double", "Dezelfde aanvraag is er twee keer"),
                    ],
                    max_length=20,
                    verbose_name="reden",
                ),
            ),
            migrations.AlterField(
                model_name="referralevent",
                name="what",
                field=models.CharField(
                    choices=[
                        ("moved", "staat veranderd"),
                        ("reminded", "herinnerd"),
                        ("offered_next", "volgende aangeboden"),
                        ("asked_provider", "organisatie gevraagd hoe het ging"),
                        ("asked_employer", "werkgever gevraagd hoe het ging"),
                        ("new_link", "nieuwe link gestuurd"),
                        ("extended", "vroeg meer tijd"),
                        ("question", "stelde een vraag"),
                        ("answered", "de werkgever gaf antwoord"),
                        ("asked_again", "de vraag nog eens gesteld"),
                        ("question_over", "verder zonder antwoord op de vraag"),
                        ("held", "stilgezet"),
                        ("resumed", "gaat weer verder"),
                    ],
                    default="moved",
                    max_length=16,
                    verbose_name="wat",
                ),
            ),
            migrations.AddConstraint(
                model_name="referral",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            [
                                "draft",
                                "awaiting_confirmation",
                                "sent",
                                "seen",
                                "considering",
                                "accepted",
                                "declined",
                                "no_answer",
                                "forwarded",
                                "withdrawn",
                                "in_progress",
                                "closed",
                            ],
                        )
                    ),
                    name="referrals_referral_known_state",
                ),
            ),
        ),
        migrations.AddField(
            model_name="askedquestion",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="referrals.referral",
                verbose_name="doorverwijzing",
            ),
        ),
        migrations.AddField(
            model_name="takenon",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="taken_on",
                to="referrals.casegroup",
                verbose_name="groep",
            ),
        ),
        migrations.AddField(
            model_name="takenon",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="taken_on",
                to="referrals.referral",
                verbose_name="doorverwijzing",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedquestion",
            constraint=models.UniqueConstraint(fields=("referral", "code"), name="referrals_question_once"),
        ),
        migrations.AddConstraint(
            model_name="takenon",
            constraint=models.UniqueConstraint(fields=("referral", "group"), name="referrals_takenon_group_once"),
        ),
        migrations.AddConstraint(
            model_name="takenon",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gt", 0)), name="referrals_takenon_has_people"
            ),
        ),
    ]
