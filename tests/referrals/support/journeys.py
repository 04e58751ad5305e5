"""Steps through the employer's case and the employee's questions, for tests: as a browser would send them."""

from django.urls import reverse
from django.utils import timezone

# A year in which work may end whenever the tests run: a date may lie ten years ahead at most.
YEAR = timezone.localdate().year + 3

PLACE = {"location": "6811 AB", "permanent": "12", "end_date": f"01-06-{YEAR}"}
ARNHEM = {
    "situatie": {"situations": ["redundancy"]},
    "plaatsen": {
        "p-TOTAL_FORMS": "1",
        "p-INITIAL_FORMS": "0",
        **{f"p-0-{field}": value for field, value in PLACE.items()},
    },
    "sector": {"sector": "techniek"},
    "omvang": {"employees_total": "40"},
    "hulp": {"needs": ["training"]},
    "blijven": {"stay_in_sector": "yes"},
    "afstand": {"far_from_labour_market": "no"},
    "budget": {"budget": "no"},
    "overleg": {"talks": ["none"]},
}


def step_url(step):
    return reverse("case_step", args=[step])


def answer(client, step, **changes):
    return client.post(step_url(step), {**ARNHEM[step], **changes})


def walk(client, **changes):
    """Answer every step that the pages ask for, and return the slugs in the order in which they came."""
    asked = []
    url = step_url("situatie")
    while "controleren" not in url:
        step = url.rstrip("/").rsplit("/", 1)[-1]
        asked.append(step)
        response = client.post(url, {**ARNHEM[step], **changes.get(step, {})})
        assert response.status_code == 302, response.content.decode()
        url = response["Location"]
    return asked


def answer_as_employee(client, prefix="", **answers):
    """Answer the employee's questions one by one, and return the page that this leads to: a question that was refused
    the answer, or the answer.
    """
    url = f"{prefix}/hulp-in-de-buurt/"
    while url:
        response = client.post(url, answers)
        url = response.headers.get("Location", "")
        if url and "/vraag/" not in url:
            return client.get(url)
    return response


def page(client, name, **kwargs):
    return client.get(reverse(name), **kwargs).content.decode()
