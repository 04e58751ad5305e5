"""What staff see of cases: the dated values of the rules, the referrals, and mail that did not arrive.

What lives here: the registrations, since Django looks in this file alone. What does not: the lists themselves, which
stand in the packages that they belong to.
"""

from django.contrib import admin

from referrals.loop.admin import ReferralAdmin
from referrals.mail.admin import OutgoingMailAdmin
from referrals.models import OutgoingMail, Referral
from referrals.rulebook.admin import DatedParameterAdmin
from services.models import DatedParameter

admin.site.register(DatedParameter, DatedParameterAdmin)
admin.site.register(OutgoingMail, OutgoingMailAdmin)
admin.site.register(Referral, ReferralAdmin)
