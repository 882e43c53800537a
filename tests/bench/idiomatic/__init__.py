"""A, the usual way: Django REST framework with model serializers, django-filter and its own cursor paging."""
