"""The answer to a link that cannot be used: it stands in shared/, because seekers' pages give it too."""

from coach_platform.web.shared.link_over import link_over as link_over
