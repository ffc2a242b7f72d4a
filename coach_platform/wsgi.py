"""What gunicorn serves."""

from coach_platform.app import create_app
from coach_platform.config import from_environment

app = create_app(from_environment())
