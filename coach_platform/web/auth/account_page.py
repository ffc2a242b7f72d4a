"""A page of an account, in the colour of the face its reader came from."""

from typing import Any

from coach_platform.web.auth.working_face import here, working_face
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor


def account_page(template: str, **context: Any) -> str:
    """With the navigation of the face; without any for somebody who must set up a second factor first."""
    if the_actor().must_enrol:
        return page(template, layout="shared/layout_public.html", here=here, **context)
    face = working_face()
    return page(template, face=face, layout=f"shared/layout_{face}.html", here=here, **context)
