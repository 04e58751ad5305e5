"""Template tags of the base template and the components.

What lives here: turning what a page has (a request, forms, a page of results) into what its markup needs.
What does not: markup (templates/ui, templates/portal), what each component is for (vwnw_portal/ui.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import NoneType
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import DatabaseError
from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.utils import flatatt
from django.template.base import FilterExpression, NodeList, Parser, Template, Token, token_kwargs
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy

from services.contact import has_examples
from services.drawn_once import Skeleton, drawn_once, place_for
from services.wording import labelled
from vwnw_portal import table_cells
from vwnw_portal.templatetags.sender import Sender, current_sender

register = template.Library()

# The pages of the main menu by url name; a page that does not exist is left out.
NAVIGATION = (
    ("home", pgettext_lazy("menu", "Home")),
    ("case", gettext_lazy("Ik ben werkgever")),
    ("employee", gettext_lazy("Ik ben werknemer")),
    ("search", gettext_lazy("Zoeken")),
    ("map", gettext_lazy("Kaart")),
)
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


# The frame around each page differs by page and language only, so it is drawn once a process for each of them.
KEPT_FRAMES = 2_000


@register.simple_tag(takes_context=True)
def translated_url(context: template.Context, language: str) -> str:
    """Return the address of this page, with its query, in another language; of home where there is no page."""
    request = context.get("request")
    if request is None or request.resolver_match is None:
        with override(language):
            return reverse("home")
    path, mark, query = request.get_full_path().partition("?")
    return _path_in(language, path) + mark + query


@drawn_once(KEPT_FRAMES)
def _path_in(language: str, path: str) -> str:
    return translate_url(path, language)


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> SafeString:
    """Show a link to this page in each of the other languages."""
    codes, links = _language_links()
    return links.holding({code: translated_url(context, code) for code in codes})


@drawn_once(len(LANGUAGE_NAMES))
def _language_links() -> tuple[Sequence[str], Skeleton]:
    """Return the other languages and the links to them, with a place for the address in each."""
    others = tuple(code for code, _name in settings.LANGUAGES if code != get_language())
    links = [{"code": code, "name": LANGUAGE_NAMES[code], "href": place_for(code)} for code in others]
    return others, Skeleton(render_to_string("portal/language_links.html", {"links": links}))


@register.simple_tag(takes_context=True)
def alternate_links(context: template.Context) -> SafeString:
    """Tell search engines the one address of this page and its other languages; keep error pages out."""
    request = context.get("request")
    if request is None or request.resolver_match is None:
        return render_to_string("portal/alternate_links.html")
    path = request.get_full_path().partition("?")[0]
    return _drawn_alternate_links(request.build_absolute_uri("/").removesuffix("/"), path)


@drawn_once(KEPT_FRAMES)
def _drawn_alternate_links(site: str, path: str) -> SafeString:
    addresses = {code: site + _path_in(code, path) for code, _name in settings.LANGUAGES}
    alternates = [*addresses.items(), ("x-default", addresses[settings.LANGUAGE_CODE])]
    return render_to_string("portal/alternate_links.html", {"canonical": site + path, "alternates": alternates})


@register.simple_tag
def examples_notice() -> SafeString:
    """Say that contact data are made up where the directory holds examples; a page without the database shows none."""
    try:
        return _drawn_examples_notice(has_examples())
    except DatabaseError:
        return _drawn_examples_notice(False)


@drawn_once(KEPT_FRAMES)
def _drawn_examples_notice(has_examples: bool) -> SafeString:
    return render_to_string("portal/examples_notice.html", {"has_examples": has_examples})


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> SafeString:
    """Show the main menu, with the page that is open marked, or the one to whose way it belongs."""
    match = getattr(context.get("request"), "resolver_match", None)
    return _drawn_navigation((match and match.url_name) or "")


@drawn_once(KEPT_FRAMES)
def _drawn_navigation(open_page: str) -> SafeString:
    links = []
    for name, label in NAVIGATION:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        links.append({"href": href, "label": label, "current": _current(name, open_page)})
    return render_to_string("portal/navigation.html", {"links": links})


def _current(name: str, open_page: str) -> str:
    """Return what `aria-current` says of a page of the menu: the open one, or the first of a way that goes on."""
    if open_page == name:
        return "page"
    return "true" if open_page.startswith(f"{name}_") else ""


@register.simple_tag
def footer() -> SafeString:
    """Show what stands below every page."""
    return _drawn_footer(current_sender())


@drawn_once(KEPT_FRAMES)
def _drawn_footer(sender: Sender) -> SafeString:
    return render_to_string("portal/footer.html", {"sender": sender})


KEYS = (str, int, Promise, NoneType)


class OnceNode(template.Node):
    """A part of a page that knows nothing of that page but its key, and so is drawn once for each value of that.

    Of its texts it is told only which are there: they are put into their places each time.
    """

    def __init__(
        self, nodelist: NodeList, key: Mapping[str, FilterExpression], texts: Mapping[str, FilterExpression]
    ) -> None:
        self.nodelist = nodelist
        self._key, self._texts = key, texts
        self._drawn = drawn_once(KEPT_FRAMES)(self._draw)

    def render(self, context: template.Context) -> SafeString:
        """Return the part as it was drawn for this key, with the texts of now."""
        key = {name: value.resolve(context) for name, value in self._key.items()}
        if not all(isinstance(value, KEYS) for value in key.values()):
            raise TypeError(f"{self.token.contents}: a key is a text, a number or a truth")
        texts = {name: value.resolve(context) for name, value in self._texts.items()}
        there = tuple(name for name, text in texts.items() if text)
        return self._drawn(context.template, there, **key).holding(texts)

    def _draw(self, page: Template, there: Iterable[str], **key: Any) -> Skeleton:
        own = template.Context({**dict.fromkeys(self._texts, ""), **{name: place_for(name) for name in there}, **key})
        with own.render_context.push_state(page), own.bind_template(page):
            return Skeleton(self.nodelist.render(own))


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """Draw what stands between once for each value of its key.

    `{% once is_open=is_open with url=url %}...{% endonce %}`: inside only the key is known, with the language, and of
    each text behind `with` whether it is there. What somebody typed, and what one page alone says, is such a text.
    """
    pairs = token.split_contents()[1:]
    texts = pairs[pairs.index("with") + 1 :] if "with" in pairs else []
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("what is drawn once cannot be another in each page: it holds a block")
    return OnceNode(nodelist, token_kwargs(pairs, parser), token_kwargs(texts, parser))


@register.simple_block_tag(takes_context=True)
def ui(context: template.Context, content: str, name: str, **parameters: Any) -> SafeString:
    """Render a component around free content: `{% ui "alert" kind="info" %}<p>...</p>{% endui %}`."""
    request = context.get("request")
    return mark_safe(  # noqa: S308  (a component's template escapes its parameters; content is rendered template text)
        render_to_string(f"ui/{name}.html", {**parameters, "content": content}, request)
    )


@register.simple_tag(takes_context=True)
def component_example(context: template.Context, name: str, parameters: dict[str, Any]) -> SafeString:
    """Render a component's template with the parameters of one of its examples."""
    return render_to_string(name, parameters, context.get("request"))


@register.filter
def with_columns(rows: str) -> SafeString:
    """Give each cell of a table the name of its column."""
    return mark_safe(table_cells.with_columns(rows))  # noqa: S308  (adds to what the page has escaped already)


@register.simple_tag(takes_context=True)
def page_links(context: template.Context, page: Page) -> SafeString:
    """Show links to the pages around the one that is open; each keeps what the address asks."""
    kept = context["request"].GET.copy()
    kept.pop("pagina", None)
    return _page_links(page.number, page.paginator.num_pages).holding(
        {"query": f"?{kept.urlencode()}&" if kept else "?"}
    )


@drawn_once(KEPT_FRAMES)
def _page_links(number: int, pages: int) -> Skeleton:
    page = Paginator(range(pages), 1).page(number)
    return Skeleton(render_to_string("portal/page_links.html", {"page": page, "query": place_for("query")}))


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Return the page numbers to link around the page that is open, with an ellipsis for what is left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


# --- Forms -----------------------------------------------------------------------------------------------


@register.simple_tag
def error_list(*forms: BaseForm | BaseFormSet | Sequence[BaseForm] | None) -> list[dict[str, str]]:
    """Return every error in forms, formsets and lists of forms, in page order, with the id of the field to go to."""
    errors: list[dict[str, str]] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            errors += _errors_of_formset(form)
        elif isinstance(form, BaseForm):
            errors += _errors_of_form(form)
        elif form is not None:
            errors += error_list(*form)
    return errors


@register.filter
def unfolds(fields: Iterable[BoundField]) -> bool:
    """Return whether a part of a form that folds stands open: one of its fields was answered, or is wrong."""
    return any(field.value() or field.errors for field in fields)


def _errors_of_formset(formset: BaseFormSet) -> list[dict[str, str]]:
    if not formset.is_bound:
        return []
    whole = [{"target": "", "text": str(error)} for error in formset.non_form_errors()]
    return whole + [error for form in formset for error in _errors_of_form(form)]


def _errors_of_form(form: BaseForm) -> list[dict[str, str]]:
    whole = [{"target": "", "text": str(error)} for error in form.non_field_errors()]
    return whole + [
        {"target": _to_put_right(field), "text": labelled(str(field.label), error)}
        for field in form
        for error in field.errors
    ]


def _to_put_right(field: BoundField) -> str:
    """Return the id of the control to go to: where a question stands under the field, the first of its answers."""
    return _first_control(getattr(field, "question", None) or field)


def _first_control(field: BoundField) -> str:
    """Return the id of the control that takes the focus: the first choice of a group has its own."""
    return field.id_for_label or next((control.id_for_label for control in field.subwidgets), "")


CONTROL_CLASSES = {
    "checkbox": "utrecht-checkbox utrecht-checkbox--html-input",
    "radio": "utrecht-radio-button utrecht-radio-button--html-input",
    "select": "utrecht-select utrecht-select--html-select",
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "textbox": "utrecht-textbox utrecht-textbox--html-input",
}
INVALID_CLASSES = {
    "select": "utrecht-select--invalid",
    "textarea": "utrecht-textarea--invalid",
    "textbox": "utrecht-textbox--invalid",
}
# A widget of type "select" that templates/django/forms/widgets/select.html did not draw is one of its options.
UNSTYLED_TYPES = {"hidden", "file", "submit", "image", "color", "range", "select"}


@register.simple_tag
def widget_attributes(widget: dict[str, Any]) -> SafeString:
    """Return a form control's attributes, with the classes of the design system added to its own."""
    attributes = {name: value for name, value in widget["attrs"].items() if value is not False}
    kind = _kind_of(widget)
    added = [attributes.get("class", ""), CONTROL_CLASSES.get(kind, "")]
    if attributes.get("aria-invalid") == "true":
        added.append(INVALID_CLASSES.get(kind, ""))
    attributes["class"] = " ".join(filter(None, added))
    if not attributes["class"]:
        del attributes["class"]
    return flatatt(attributes)


def _kind_of(widget: dict[str, Any]) -> str:
    """Return which design of CONTROL_CLASSES fits the widget, or an empty text for none."""
    drawn_by = widget["template_name"].rsplit("/", 1)[-1].removesuffix(".html")
    if drawn_by in ("select", "textarea"):
        return drawn_by
    control = widget.get("type", "")
    if control in ("checkbox", "radio"):
        return control
    return "textbox" if control and control not in UNSTYLED_TYPES else ""
