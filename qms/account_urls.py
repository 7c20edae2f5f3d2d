"""Addresses of one's own account, and of the code that signing in asks for."""

from django.urls import path

from qms.views import account, sign_in

urlpatterns = [
    path("login/code/", sign_in.CodeView.as_view(), name="login_code"),
    path("account/password/", account.PasswordChange.as_view(), name="password_change"),
    path("account/second-factor/", account.SecondFactorPage.as_view(), name="second_factor"),
    path("account/second-factor/set-up/", account.SecondFactorSetUp.as_view(), name="second_factor_set_up"),
    path("account/second-factor/end/", account.SecondFactorEnd.as_view(), name="second_factor_end"),
]
