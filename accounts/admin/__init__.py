"""The administration of accounts: it shows all, and changes through actions."""

from django.contrib import admin

from accounts.admin.devices import DeviceAdmin
from accounts.admin.users import UserAdmin
from accounts.forms import ThrottledLoginForm
from accounts.models import Device, User

admin.site.site_header = admin.site.site_title = "Chatire administration"
admin.site.login_form = ThrottledLoginForm
admin.site.register(User, UserAdmin)
admin.site.register(Device, DeviceAdmin)
