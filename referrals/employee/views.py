"""The employee's way: a few questions, answered on the same address. Nothing is stored and no cookie is set.

What lives here: requests and responses. What does not: fields (forms.py), the answer (nearest_help.py).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from referrals.employee.forms import EmployeeForm
from referrals.employee.page import EmployeePage


# Posting changes nothing and shows only what the reader filled in, so there is nothing to forge. Without the check
# there is no cookie either: public pages work without them.
@csrf_exempt
@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def employee(request: HttpRequest) -> HttpResponse:
    """Ask a few questions and answer them. By POST, so that illness or benefit never stands in an address or a log."""
    today = timezone.localdate()
    if request.method != "POST":
        return render(request, "referrals/employee/employee.html", {"form": EmployeeForm(today=today)})
    form = EmployeeForm(request.POST, today=today)
    if not form.is_valid():
        return render(request, "referrals/employee/employee.html", {"form": form})
    page = EmployeePage(form.case())
    return render(request, "referrals/employee/answer.html", {"form": form, "page": page})
