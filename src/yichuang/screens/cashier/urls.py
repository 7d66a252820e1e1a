"""Addresses of the cashier and of the papers of money."""

from django.urls import path

from yichuang.screens.cashier import papers, views

app_name = "cashier"
urlpatterns = [
    path("cashier/", views.page, name="page"),
    path("cashier/find/", views.find, name="find"),
    path("cashier/agree/", views.agree, name="agree"),
    path("cashier/value/", views.value, name="value"),
    path("cashier/list/", views.give_list, name="list"),
    path("cashier/cash/", views.cash, name="cash"),
    path("cashier/electronic/", views.electronic, name="electronic"),
    path("cashier/refund/", views.refund, name="refund"),
    path("cashier/remit/", views.remit, name="remit"),
    path("cashier/remitted-back/", views.remitted_back, name="remitted_back"),
    path("cashier/pay-out/", views.pay_out, name="pay_out"),
    path("cashier/open/", views.open_till, name="open"),
    path("cashier/deposit/", views.deposit, name="deposit"),
    path("cashier/close/", views.close_till, name="close"),
    path("fees/<str:token>/", papers.page, name="paper"),
    path("fees/<str:token>/paper.pdf", papers.file, name="file"),
]
