"""Addresses of the gate."""

from django.urls import path

from yichuang.screens.gate import accounts, devices, views

app_name = "gate"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/password/", views.password, name="password"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("enrol/", views.enrol, name="enrol"),
    path("enrol/done/", views.enrolled, name="enrolled"),
    path("office/devices/", devices.devices, name="devices"),
    path("office/devices/code/", devices.issue_code, name="issue_code"),
    path("office/devices/<uuid:device_id>/revoke/", devices.revoke, name="revoke_device"),
    path("office/accounts/", accounts.accounts, name="accounts"),
    path("office/accounts/open/", accounts.open_account, name="open_account"),
    path("office/accounts/<uuid:account_id>/password/", accounts.reset_password, name="reset_password"),
    path("office/accounts/<uuid:account_id>/close/", accounts.close_account, name="close_account"),
    path("office/accounts/<uuid:account_id>/role/", accounts.give_role, name="give_role"),
    path("office/roles/<uuid:grant_id>/revoke/", accounts.revoke_role, name="revoke_role"),
]
