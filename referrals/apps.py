"""The app of cases: from what an employer or employee fills in to help found."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """From a redundancy case to an outcome."""

    name = "referrals"
    verbose_name = "Casussen en doorverwijzingen"

    def ready(self) -> None:
        """Put on the desk, and on the pages about organisations, what referrals know of them."""
        from referrals.desk.board import PAGES
        from referrals.desk.counted import REFERRALS
        from referrals.desk.examples import examples_that_change
        from referrals.desk.outside import referrals_outside
        from referrals.desk.refused import SAYS_NOT_HERE
        from referrals.desk.reply_times import reply_times
        from referrals.desk.returned_mail import MAIL_RETURNS
        from services import reply_times as shown
        from services.desk import registry

        registry.counters.append(REFERRALS)
        registry.reasons += (MAIL_RETURNS, SAYS_NOT_HERE)
        registry.consequences += (referrals_outside, examples_that_change)
        registry.pages += PAGES
        shown.measures.append(reply_times)
