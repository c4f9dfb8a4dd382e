"""What gunicorn loads: the application, from the configuration that RECIPROCAL_CONFIG names."""

from lti_tool.app import create_app
from lti_tool.settings import load_settings

app = create_app(load_settings())
