"""Published files of a few rows, to spoil and to import."""

from mobility_xl import catalog

CATALOG = catalog.load()

BIRTHS = """\
year,state,county,state_name,county_name,subgroup,subgroup_type,\
share_low_birth_weight,share_low_birth_weight_lb,share_low_birth_weight_ub,share_low_birth_weight_quality
2022,01,001,Alabama,Autauga County,All,all,0.098524719,0.094688267,0.10236117,Strong
2022,01,001,Alabama,Autauga County,Some College,mothers-education,0.11,0.09,0.13,Marginal
2022,35,013,New Mexico,Doña Ana County,All,all,8.5e-2,0.08,0.09,Weak
2022,35,013,New Mexico,Doña Ana County,Some College,mothers-education,NA,NA,NA,NA
"""
"""Low birth weight by mother's education, as in file 20."""

BIRTHS_NUMBERS = {
    "value": [0.098524719, 0.11, 0.085, None],
    "lower": [0.094688267, 0.09, 0.08, None],
    "upper": [0.10236117, 0.13, 0.09, None],
    "quality": ["Strong", "Marginal", "Weak", ""],
}
"""What stands in it, row by row."""

HOUSES = """\
year,state,place,state_name,place_name,subgroup,subgroup_type,\
ratio_black_nh_house_value_households,ratio_black_nh_house_value_households_quality
2023,01,03076,Alabama,Auburn city,All,all,0.119:0.246,Marginal
2023,01,03076,Alabama,Auburn city,Under Age 45,age,0.020:0.000,Weak
2023,06,44000,California,Los Angeles city,All,all,NA,NA
"""
"""A ratio published as text, as in file 65."""

JOBS = """\
year,state,county,state_name,county_name,population,\
share_employed,share_employed_lb,share_employed_ub,share_employed_quality
2022,01,001,Alabama,Autauga County,59759,0.7,0.6,0.8,Strong
2023,01,001,Alabama,Autauga County,60342,0.75,0.65,0.85,Marginal
2023,09,110,Connecticut,Capitol Planning Region,981447,0.8,0.79,0.81,Strong
"""
"""An overall file, as file 11 begins."""
